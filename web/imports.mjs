// Checks which way the page's imports run, types included: down this list of rooms, in no circle.
//
//   node web/imports.mjs [PROJECT]
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { cruise } from 'dependency-cruiser';

const PROJECT = process.argv[2] ?? fileURLToPath(new URL('..', import.meta.url));
const SOURCES = 'web/src';

/** Each room, and what it may import besides itself; `description` is architecture.json. */
const ROOMS = {
  app: ['views', 'state', 'text', 'look', 'explain', 'net', 'ink'],
  views: ['state', 'text', 'look', 'explain', 'net', 'ink'],
  state: ['text', 'look', 'explain', 'net', 'ink'],
  text: ['explain', 'net'],
  look: [],
  explain: ['net'],
  net: [],
  ink: [],
};
/** What lies outside web/src: the description of the network, the texts, and what web/bundle.mjs makes. */
const OUTSIDE = {
  app: ['^virtual:words$'],
  text: ['^words/en\\.json$'],
  net: ['/architecture\\.json$'],
  ink: ['/architecture\\.json$'],
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

/** The sources of the tree, as dependency-cruiser names them. */
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

/** A type taken by its path, `import('…').Type`, is a dependency that the parser leaves out; declarations of modules need it. */
async function importsByPath() {
  const texts = await Promise.all(files.map((file) => readFile(join(PROJECT, file), 'utf8')));
  return files.filter((file, i) => !file.endsWith('.d.ts') && /\bimport\(/.test(texts[i]));
}

const seen = new Set(output.modules.map(({ source }) => source));
const problems = [
  // A parser that can't read TypeScript reports no module, and no fault either.
  ...files.filter((file) => !seen.has(file)).map((file) => `${file} was not seen: the check of imports is blind to it`),
  ...files.filter((file) => !(file.split('/')[2] in ROOMS)).map((file) => `${file} lies in no room of web/imports.mjs`),
  ...(await importsByPath()).map((file) => `${file} has an import(…), which is not seen: import it at the top`),
  ...output.summary.violations.map(({ from, to, rule, cycle }) => {
    const path = cycle?.length > 0 ? cycle.map(({ name }) => name).join(' → ') : to;
    return `${from} imports ${path}, against: ${rule.name}`;
  }),
];
for (const problem of problems) console.error(problem);
if (problems.length > 0) process.exitCode = 1;
else console.log(`imports: ${files.length} modules of the page, all running downwards`);
