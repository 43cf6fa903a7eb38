// Checks that the oldest browsers of web/browsers.json have all that the page's script and style use, by MDN's data.
//
//   node web/compatibility.mjs [FILE …]    looks at these .js and .css files too
//
// Names alone are looked at, no types: a member counts as there if any object has it in all these browsers, and one by a name
// that the page's own objects have is passed over. TypeScript's `lib` in tsconfig.json holds the built-ins of the language by
// their types; esbuild writes its syntax for the same browsers.
import { readFile } from 'node:fs/promises';
import data from '@mdn/browser-compat-data' with { type: 'json' };
import { parse } from 'acorn';
import { full } from 'acorn-walk';
import { parse as parseStyle, walk as walkStyle } from 'css-tree';
import { browsers, bundleScript, bundleStyle } from './bundling.mjs';

/** MDN's name of what is used, and what happens without it: each is tried for, or only makes something better. */
const DISPENSABLE = {
  'api.OffscreenCanvas': 'the page paints the diagram itself',
  'member transferControlToOffscreen': 'the page paints the diagram itself',
  'member getCoalescedEvents': 'each event stands for itself',
  'member fontBoundingBoxAscent': 'painted figures may stand a px higher or lower',
  'member fontBoundingBoxDescent': 'painted figures may stand a px higher or lower',
  'css.at-rules.media.forced-colors': 'where the query is not known, no colours are forced',
  'css.properties.forced-color-adjust': 'as for the query',
  'css.properties.forced-color-adjust.none': 'as for the query',
  'css.properties.text-size-adjust': 'one browser has it by a prefix, the others enlarge no text by themselves',
  'css.at-rules.page': 'a sheet has the margins that the browser gives it',
  'css.properties.word-break.auto-phrase': 'Japanese sentences break between any two characters, as is usual',
};

const VIEWPORTS = { d: 'dynamic', l: 'large', s: 'small' };

/** MDN's name of a unit. */
function unitOf(unit) {
  if (/^cq/.test(unit)) return 'container_query_length_units';
  const [, viewport] = unit.match(/^([dls])v(?:[hwib]|min|max)$/) ?? [];
  return viewport ? `viewport_percentage_units_${VIEWPORTS[viewport]}` : unit;
}

const GLOBAL_OBJECTS = ['window', 'globalThis', 'self'];

const at = (...path) => path.reduce((node, name) => node?.[name], data);
const compatOf = (...path) => at(...path)?.__compat;

/** Whether version a is not newer than b; both are as "16.2". MDN's "≤37" is a version that has it for certain. */
function isReached(a, b) {
  const [x, y] = [a, b].map((version) => version.replace('≤', '').split('.').map(Number));
  for (let i = 0; i < Math.max(x.length, y.length); i++)
    if ((x[i] ?? 0) !== (y[i] ?? 0)) return (x[i] ?? 0) < (y[i] ?? 0);
  return true;
}

/** `written` are the properties that the style writes besides, among them those with a prefix. */
function hasIt(statement, version, property, written) {
  const statements = [statement].flat();
  return statements.some((one) => {
    const { version_added: added, version_removed: removed, flags, prefix, alternative_name: alias } = one ?? {};
    // What was there in part and came whole later was there all the time.
    const gone = removed && !statements.some((other) => other.version_added === removed);
    const named = !alias && (!prefix || written?.has(prefix + property));
    return typeof added === 'string' && added !== 'preview' && !gone && !flags && named && isReached(added, version);
  });
}

/** The browsers that lack it, with the version that first has it; none where MDN knows nothing of it. */
function lacking(compat, property, written) {
  if (!compat) return [];
  return Object.entries(browsers)
    .filter(([browser, version]) => !hasIt(compat.support[browser], version, property, written))
    .map(
      ([browser]) =>
        `${browser} has it from ${[compat.support[browser]].flat()[0]?.version_added ?? 'no version known'}`,
    );
}

/** Everything that MDN describes under a name as a member of some object of the language or the web, by the name. */
const members = new Map();
for (const group of [data.javascript.builtins, data.javascript.builtins.Intl, data.api]) {
  for (const owner of Object.values(group)) {
    for (const [name, { __compat }] of Object.entries(owner)) {
      const plain = name.replace(/_static$/, '');
      if (__compat && name !== '__compat') members.set(plain, [...(members.get(plain) ?? []), __compat]);
    }
  }
}

/** @returns {Map<string, string[]>} what is used, by MDN's name, and the browsers that lack it */
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
    const lacks = known.map(lacking);
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
    // A value is as old as its property, where that needs a prefix.
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
const scripts = await Promise.all([bundleScript(plain), ...more('.js')]);
const styles = await Promise.all([bundleStyle(plain), ...more('.css')]);
const used = new Map([...usedInScript(scripts.join('\n')), ...usedInStyle(styles.join('\n'))]);
const lacked = [...used].filter(([, browsers]) => browsers.length > 0);
const problems = [
  ...lacked
    .filter(([name]) => !(name in DISPENSABLE))
    .map(([name, browsers]) => `${name}: ${browsers.join(', ')}; web/browsers.json promises older ones`),
  ...Object.keys(DISPENSABLE)
    .filter((name) => !lacked.some(([lacking]) => lacking === name))
    .map((name) => `${name} need not stand in web/compatibility.mjs: all browsers have it, or nothing uses it`),
];
for (const problem of problems) console.error(problem);
if (problems.length > 0) process.exitCode = 1;
else
  console.log(
    `compatibility: ${used.size} features that the page uses are there from ${Object.entries(browsers)
      .map((one) => one.join(' '))
      .join(', ')}`,
  );
