// Checks the direction of the page's imports, including types: down this list of rooms (folders), with no cycles.
//
//   node web/imports.mjs [PROJECT]
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { cruise } from 'dependency-cruiser';

const PROJECT = process.argv[2] ?? fileURLToPath(new URL('..', import.meta.url));
const SOURCES = 'web/src';

/** Each room, and the other rooms it may import. */
const ROOMS = {
  app: ['views', 'state', 'text', 'look', 'send', 'explain', 'net', 'ink'],
  views: ['state', 'text', 'look', 'send', 'explain', 'net', 'ink'],
  state: ['text', 'look', 'explain', 'net', 'ink'],
  text: ['explain', 'net'],
  look: [],
  send: ['net', 'ink'],
  explain: ['net'],
  ink: ['net'],
  net: [],
};
/** Allowed imports from outside web/src: the networks' descriptions, the texts, and modules made by web/bundling.mjs. */
const OUTSIDE = {
  app: ['^virtual:words$'],
  state: ['^web/examples\\.json$'],
  text: ['^words/en\\.json$'],
  ink: ['/architecture\\.json$'],
  net: ['/architecture\\.json$', '/pen\\.json$', '^virtual:(pen-)?kernels$'],
};

const rules = [
  ...Object.entries(ROOMS).map(([room, below]) => ({
    name: `${room}/ imports only ${[room, ...below].join(', ')}`,
    severity: 'error',
    from: { path: `^${SOURCES}/${room}/` },
    to: { pathNot: [`^${SOURCES}/(${[room, ...below].join('|')})/`, ...(OUTSIDE[room] ?? [])] },
  })),
  { name: 'no circle', severity: 'error', from: {}, to: { circular: true } },
];

/** The source files, by the names that dependency-cruiser uses. */
async function sourceFiles() {
  const entries = await readdir(join(PROJECT, SOURCES), { recursive: true });
  return entries
    .filter((entry) => entry.endsWith('.ts'))
    .map((entry) => `${SOURCES}/${entry.replaceAll('\\', '/')}`)
    .sort();
}

const files = await sourceFiles();
const { output } = await cruise([SOURCES], {
  baseDir: PROJECT,
  ruleSet: { forbidden: rules },
  validate: true,
  parser: 'swc',
  tsPreCompilationDeps: true,
  doNotFollow: { path: ['node_modules', '\\.json$'] },
  enhancedResolveOptions: { extensions: ['.ts', '.json'], exportsFields: ['exports'], conditionNames: ['import'] },
});

/** Files with `import('…').Type`, a dependency the parser does not report; .d.ts files need the form and are exempt. */
async function importsByPath() {
  const texts = await Promise.all(files.map((file) => readFile(join(PROJECT, file), 'utf8')));
  return files.filter((file, i) => !file.endsWith('.d.ts') && /\bimport\(/.test(texts[i]));
}

const seen = new Set(output.modules.map(({ source }) => source));
const problems = [
  // If the parser cannot read a file, it reports neither a module nor an error.
  ...files.filter((file) => !seen.has(file)).map((file) => `${file} was not parsed: its imports are unchecked`),
  ...files.filter((file) => !(file.split('/')[2] in ROOMS)).map((file) => `${file} lies in no room of web/imports.mjs`),
  ...(await importsByPath()).map((file) => `${file} has an import(…), which goes unchecked: import it at the top`),
  ...output.summary.violations.map(({ from, to, rule, cycle }) => {
    const path = cycle?.length > 0 ? cycle.map(({ name }) => name).join(' → ') : to;
    return `${from} imports ${path}, against: ${rule.name}`;
  }),
];
for (const problem of problems) console.error(problem);
if (problems.length > 0) process.exitCode = 1;
else console.log(`imports: ${files.length} modules of the page, all running downwards`);
