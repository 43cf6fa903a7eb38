// Checks, by MDN's data, that the oldest browsers in web/browsers.json support all the page's script and style use.
//
//   node web/compatibility.mjs [FILE …]    checks these .js and .css files too
//
// The check goes by names, not types: a member counts as supported if any object has it in all these browsers, and a
// member is skipped if an object of the page's own has one of that name. TypeScript's `lib` in tsconfig.json checks the
// language's built-ins by type; esbuild compiles the syntax for the same browsers.
import { readFile } from 'node:fs/promises';
import data from '@mdn/browser-compat-data' with { type: 'json' };
import { parse } from 'acorn';
import { full } from 'acorn-walk';
import { parse as parseStyle, walk as walkStyle } from 'css-tree';
import { browsers, bundleScript, bundleStyle, bundleWaitingStyle, packPage } from './bundling.mjs';

/** Features the page can do without, by MDN's name, and what happens then; the page tests for each or degrades. */
const DISPENSABLE = {
  'api.OffscreenCanvas': 'the page paints the diagram itself',
  'member transferControlToOffscreen': 'the page paints the diagram itself',
  'member getCoalescedEvents': 'each event stands for itself',
  'member fontBoundingBoxAscent': 'painted figures may stand a px higher or lower',
  'member fontBoundingBoxDescent': 'painted figures may stand a px higher or lower',
  'member requestFullscreen': 'projector mode fills the window, not the screen',
  'member exitFullscreen': 'as for requestFullscreen',
  'member fullscreenElement': 'as for requestFullscreen',
  'api.requestIdleCallback': 'a timer stands in for it',
  'member requestIdleCallback': 'as for the interface',
  'member fromBase64': 'the page decodes by itself',
  'api.CompressionStream': 'links are longer',
  'api.DecompressionStream': 'links that were deflated, and gzipped files, are refused with a sentence',
  'Error.captureStackTrace': 'the library that unpacks the script tests for it',
  'member captureStackTrace': 'as for the function itself',
  'css.at-rules.media.forced-colors': 'where the query is not known, no colours are forced',
  'css.properties.forced-color-adjust': 'as for the query',
  'css.properties.forced-color-adjust.none': 'as for the query',
  'css.properties.text-size-adjust': 'one browser has it with a prefix; the others do not enlarge text on their own',
  'css.at-rules.page': 'a printed page has the browser’s default margins',
  'css.selectors.details-content': 'the opener of what is unfolded moves to a line of its own',
  'css.properties.word-break.auto-phrase': 'Japanese sentences break between any two characters, as is usual',
};

const VIEWPORTS = { d: 'dynamic', l: 'large', s: 'small' };

/** MDN's name for a unit. */
function unitOf(unit) {
  if (/^cq/.test(unit)) return 'container_query_length_units';
  const [, viewport] = unit.match(/^([dls])v(?:[hwib]|min|max)$/) ?? [];
  return viewport ? `viewport_percentage_units_${VIEWPORTS[viewport]}` : unit;
}

const GLOBAL_OBJECTS = ['window', 'globalThis', 'self'];

const at = (...path) => path.reduce((node, name) => node?.[name], data);
const compatOf = (...path) => at(...path)?.__compat;

/** Whether version a is no newer than b; both are strings such as "16.2". MDN's "≤37" means by 37 at the latest. */
function isReached(a, b) {
  const [x, y] = [a, b].map((version) => version.replace('≤', '').split('.').map(Number));
  for (let i = 0; i < Math.max(x.length, y.length); i++)
    if ((x[i] ?? 0) !== (y[i] ?? 0)) return (x[i] ?? 0) < (y[i] ?? 0);
  return true;
}

/** `written` are all the properties the style sets, including prefixed ones. */
function hasIt(statement, version, property, written) {
  const statements = [statement].flat();
  return statements.some((one) => {
    const { version_added: added, version_removed: removed, flags, prefix, alternative_name: alias } = one ?? {};
    // A feature first supported in part and later in full was never removed.
    const gone = removed && !statements.some((other) => other.version_added === removed);
    const named = !alias && (!prefix || written?.has(prefix + property));
    return typeof added === 'string' && added !== 'preview' && !gone && !flags && named && isReached(added, version);
  });
}

/** The browsers that lack the feature, with the version that introduced it; none if MDN does not list the feature. */
function lacking(compat, property, written) {
  if (!compat) return [];
  return Object.entries(browsers)
    .filter(([browser, version]) => !hasIt(compat.support[browser], version, property, written))
    .map(
      ([browser]) =>
        `${browser} has it from ${[compat.support[browser]].flat()[0]?.version_added ?? 'no version known'}`,
    );
}

/** MDN's entries for members of any object of the language or the web, by member name. */
const members = new Map();
for (const group of [data.javascript.builtins, data.javascript.builtins.Intl, data.api]) {
  for (const owner of Object.values(group)) {
    for (const [name, { __compat }] of Object.entries(owner)) {
      const plain = name.replace(/_static$/, '');
      if (__compat && name !== '__compat') members.set(plain, [...(members.get(plain) ?? []), __compat]);
    }
  }
}

/** @returns {Map<string, string[]>} the features used, by MDN's name, and the browsers that lack them */
function usedInScript(code) {
  const program = parse(code, { ecmaVersion: 'latest', sourceType: 'script' });
  const declared = new Set();
  const read = new Set();
  const chains = [];
  const named = new Set();
  const own = new Set();
  const declare = (pattern) => {
    if (!pattern) return;
    if (pattern.type === 'Identifier') declared.add(pattern.name);
    else full(pattern, (node) => node.type === 'Identifier' && declared.add(node.name));
  };
  full(program, (node) => {
    if (node.type === 'VariableDeclarator') declare(node.id);
    if (/Function/.test(node.type)) for (const pattern of [node.id, ...node.params]) declare(pattern);
    if (node.type === 'ClassDeclaration') declare(node.id);
    if (node.type === 'CatchClause') declare(node.param);
    if (/^(Property|PropertyDefinition|MethodDefinition)$/.test(node.type)) own.add(node.key.name);
    if (node.type === 'Identifier') read.add(node.name);
    if (node.type !== 'MemberExpression' || node.computed || node.property.type !== 'Identifier') return;
    named.add(node.property.name);
    if (node.object.type === 'Identifier') chains.push([node.object.name, node.property.name]);
  });
  const free = new Set([...read].filter((name) => !declared.has(name)));
  for (const [object, member] of chains) if (GLOBAL_OBJECTS.includes(object)) free.add(member);
  const used = new Map();
  for (const name of free) {
    for (const [label, compat] of [
      [`api.${name}`, compatOf('api', name) ?? compatOf('api', 'Window', name)],
      [`javascript.builtins.${name}`, compatOf('javascript', 'builtins', name)],
    ])
      if (compat) used.set(label, lacking(compat));
  }
  for (const [object, member] of chains) {
    if (!free.has(object)) continue;
    const compat =
      compatOf('javascript', 'builtins', object, member) ??
      compatOf('api', object, `${member}_static`) ??
      compatOf('api', object, member);
    if (compat) used.set(`${object}.${member}`, lacking(compat));
  }
  for (const name of named) {
    const known = members.get(name);
    if (!known || own.has(name)) continue;
    const lacks = known.map((compat) => lacking(compat));
    used.set(`member ${name}`, lacks.some((browsers) => browsers.length === 0) ? [] : lacks[0]);
  }
  return used;
}

function usedInStyle(code) {
  const style = parseStyle(code);
  const written = new Set();
  walkStyle(style, (node) => node.type === 'Declaration' && written.add(node.property));
  const used = new Map();
  const use = (...path) => {
    const compat = compatOf('css', ...path);
    if (compat) used.set(['css', ...path].join('.'), lacking(compat, path[1], written));
  };
  walkStyle(style, function visit({ type, name, property, unit }) {
    if (type === 'Declaration' && !property.startsWith('-')) use('properties', property);
    // If a property needs a prefix, its values are as old as the property.
    const of = this.declaration?.property;
    if (type === 'Identifier' && of && !written.has(`-webkit-${of}`)) use('properties', of, name);
    if (type === 'Dimension') use('types', 'length', unitOf(unit));
    if (type === 'Function') {
      use('types', name);
      use('types', 'color', name);
      use('types', 'gradient', name);
    }
    if (type === 'PseudoClassSelector' || type === 'PseudoElementSelector') use('selectors', name);
    if (type === 'Atrule') use('at-rules', name);
    if (type === 'Feature') use('at-rules', 'media', name.replace(/^(min|max)-/, ''));
    if (type === 'NestingSelector') use('selectors', 'nesting');
  });
  return used;
}

const plain = { minify: false };
const more = (ending) => process.argv.filter((file) => file.endsWith(ending)).map((file) => readFile(file, 'utf8'));
// All scripts in one: what one of them makes, another reads.
const scripts = await Promise.all([bundleScript(plain), packPage('', '', plain), ...more('.js')]);
const styles = await Promise.all([bundleStyle(plain), bundleWaitingStyle(plain), ...more('.css')]);
const used = new Map([...usedInScript(scripts.join('\n')), ...usedInStyle(styles.join('\n'))]);
const lacked = [...used].filter(([, browsers]) => browsers.length > 0);
const problems = [
  ...lacked
    .filter(([name]) => !(name in DISPENSABLE))
    .map(([name, browsers]) => `${name}: ${browsers.join(', ')}; web/browsers.json promises older versions`),
  ...Object.keys(DISPENSABLE)
    .filter((name) => !lacked.some(([lacking]) => lacking === name))
    .map((name) => `${name} can be removed from web/compatibility.mjs: all browsers support it, or nothing uses it`),
];
for (const problem of problems) console.error(problem);
if (problems.length > 0) process.exitCode = 1;
else
  console.log(
    `compatibility: ${used.size} features used by the page are supported from ${Object.entries(browsers)
      .map((one) => one.join(' '))
      .join(', ')}`,
  );
