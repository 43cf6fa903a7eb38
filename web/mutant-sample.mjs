// A Stryker checker that passes a seeded sample of the mutants, the same number in each folder, and rejects the others
// before any test runs. For one seed, a larger sample contains the smaller ones.
import { createHash } from 'node:crypto';
import { commonTokens, declareClassPlugin, PluginKind } from '@stryker-mutator/api/plugin';

export const NOT_SAMPLED = 'not in the sample';

/** The folder of web/src that contains a file. */
export function folderOf(fileName) {
  return fileName.replaceAll('\\', '/').match(/web\/src\/([^/]+)\//)?.[1] ?? '';
}

class SampleChecker {
  static inject = [commonTokens.options];

  constructor(options) {
    this.sample = options.sample;
  }

  async init() {}

  /** Groups all mutants together, since the sample depends on all of them. */
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

/** A mutant's rank in the seed's order; it does not depend on where the project is. */
function rankOf(seed, { fileName, location: { start, end }, mutatorName, replacement }) {
  const file = fileName.replaceAll('\\', '/').replace(/^.*\/web\/src\//, '');
  const name = [seed, file, start.line, start.column, end.line, end.column, mutatorName, replacement].join('\n');
  return createHash('sha256').update(name).digest('hex');
}

export const strykerPlugins = [declareClassPlugin(PluginKind.Checker, 'sample', SampleChecker)];
