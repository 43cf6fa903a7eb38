// A checker for Stryker that lets a seeded sample of the mutants pass, as many in each folder, and turns the others away
// before a test runs. Of one seed, a larger sample holds the smaller ones.
import { createHash } from 'node:crypto';
import { commonTokens, declareClassPlugin, PluginKind } from '@stryker-mutator/api/plugin';

export const NOT_SAMPLED = 'not in the sample';

/** The folder of web/src that a file lies in. */
export function folderOf(fileName) {
  return fileName.replaceAll('\\', '/').match(/web\/src\/([^/]+)\//)?.[1] ?? '';
}

class SampleChecker {
  static inject = [commonTokens.options];

  constructor(options) {
    this.sample = options.sample;
  }

  async init() {}

  /** All together: which of them are in the sample depends on all. */
  async group(mutants) {
    return [mutants.map(({ id }) => id)];
  }

  async check(mutants) {
    const { seed, mutants: wanted, skip } = this.sample;
    const ranked = mutants.map((mutant) => ({ mutant, rank: rankOf(seed, mutant) }));
    ranked.sort((a, b) => (a.rank < b.rank ? -1 : 1));
    const counts = new Map();
    const results = ranked.map(({ mutant }) => {
      const folder = folderOf(mutant.fileName);
      const place = counts.get(folder) ?? 0;
      counts.set(folder, place + 1);
      const sampled = place >= skip && (wanted === null || place < skip + wanted);
      return [mutant.id, sampled ? { status: 'passed' } : { status: 'compileError', reason: NOT_SAMPLED }];
    });
    return Object.fromEntries(results);
  }
}

/** A mutant's place in the order of a seed; the same wherever the project lies. */
function rankOf(seed, { fileName, location: { start, end }, mutatorName, replacement }) {
  const file = fileName.replaceAll('\\', '/').replace(/^.*\/web\/src\//, '');
  const name = [seed, file, start.line, start.column, end.line, end.column, mutatorName, replacement].join('\n');
  return createHash('sha256').update(name).digest('hex');
}

export const strykerPlugins = [declareClassPlugin(PluginKind.Checker, 'sample', SampleChecker)];
