import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, describe, expect, it } from 'vitest';

const CHECK = fileURLToPath(new URL('../imports.mjs', import.meta.url));
const projects: string[] = [];

afterEach(() => {
  for (const project of projects.splice(0)) rmSync(project, { recursive: true });
});

/** What the check of imports says about a page with these sources added to faultless ones. */
function check(sources: Record<string, string>): string {
  const project = mkdtempSync(join(tmpdir(), 'imports-'));
  projects.push(project);
  const faultless = { 'net/trace.ts': 'export interface Trace {}', 'app/main.ts': "import '../net/trace.ts';" };
  for (const [name, source] of Object.entries({ ...faultless, ...sources })) {
    const file = join(project, 'web/src', name);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, `${source}\n`);
  }
  try {
    return execFileSync('node', [CHECK, project], { encoding: 'utf8', stdio: 'pipe' });
  } catch (failure) {
    return (failure as { stderr: string }).stderr;
  }
}

describe('the check of imports', () => {
  it('accepts imports that run downwards, and counts the modules', () => {
    expect(check({})).toMatch(/^imports: 2 modules/);
  });

  it.each([
    ['a value', "import { start } from '../app/start.ts'; start();"],
    ['a type', "import type { Start } from '../app/start.ts'; export type Again = Start;"],
    ['a type among values', "import { type Start } from '../app/start.ts'; export type Again = Start;"],
    ['a re-export', "export type { Start } from '../app/start.ts';"],
    ['over several lines', "import {\n  type Start,\n} from '../app/start.ts';\nexport type Again = Start;"],
  ])('finds %s imported upwards', (_, source) => {
    const start = 'export interface Start {}\nexport function start() {}';
    expect(check({ 'app/start.ts': start, 'views/dial.ts': source })).toMatch(
      /^web\/src\/views\/dial\.ts imports web\/src\/app\/start\.ts, against: views\/ imports only views, state/m,
    );
  });

  it.each([
    "export type Again = import('../net/trace.ts').Trace;",
    "export const later = () => import('../net/trace.ts');",
  ])('refuses imports that it might miss: %s', (source) => {
    expect(check({ 'views/dial.ts': source })).toMatch(/^web\/src\/views\/dial\.ts has an import\(…\)/m);
  });

  it('finds cycles, even of types', () => {
    const one = "import type { Two } from './two.ts'; export interface One { two: Two }";
    const two = "import type { One } from './one.ts'; export interface Two { one: One }";
    expect(check({ 'state/one.ts': one, 'state/two.ts': two })).toMatch(/one\.ts.*against: no circle/);
  });

  it('finds packages, and folders that are not rooms', () => {
    expect(check({ 'net/read.ts': "import fs from 'node:fs'; fs.readFileSync('x');" })).toMatch(
      /net\/ imports only net/,
    );
    expect(check({ 'cellar/x.ts': 'export {};' })).toMatch(/cellar\/x\.ts lies in no room/);
  });

  it('fails if it cannot parse a module', () => {
    expect(check({ 'net/broken.ts': 'export const = ;' })).toMatch(/broken/);
  });
});
