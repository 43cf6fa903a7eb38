// Makes small changes to the page's core, as slips would, and reports those that no test notices.
//
//   node web/mutants.mjs [--mutants N] [--minutes M] [--seed S] [FOLDER …]
//
// --mutants N tests a random sample of N mutants in each folder (default: all); --minutes M tests as many as fit in about
// M minutes. A seed fixes the order, so a longer run includes a shorter one. Folders: net, ink, explain, state.
import { parseArgs } from 'node:util';
import { Stryker } from '@stryker-mutator/core';
import { folderOf } from './mutant-sample.mjs';

const FOLDERS = ['net', 'ink', 'explain', 'state'];
/** Mutants tried in each folder to estimate the time per mutant. */
const TRIAL = 5;
const NOTICED = ['Killed', 'Timeout'];
const UNNOTICED = ['Survived', 'NoCoverage'];

function countOf(options, name, least) {
  if (options[name] === undefined) return undefined;
  const count = Number(options[name]);
  if (Number.isSafeInteger(count) && count >= least) return count;
  throw new Error(`--${name} must be a whole number of at least ${least}, not ${options[name]}.`);
}

function readCommand() {
  const { values, positionals } = parseArgs({
    options: { mutants: { type: 'string' }, minutes: { type: 'string' }, seed: { type: 'string' } },
    allowPositionals: true,
  });
  const unknown = positionals.find((folder) => !FOLDERS.includes(folder));
  if (unknown !== undefined) throw new Error(`${unknown} is not one of the folders ${FOLDERS.join(', ')}.`);
  return {
    folders: positionals.length > 0 ? positionals : FOLDERS,
    mutants: countOf(values, 'mutants', 1) ?? null,
    minutes: countOf(values, 'minutes', 1) ?? null,
    seed: countOf(values, 'seed', 0) ?? 0,
  };
}

/** Tests a slice of each folder's mutants, in the seed's order. */
async function test({ folders, seed }, skip, mutants) {
  const mutate = folders.map((folder) => `web/src/${folder}/**/*.ts`);
  const results = await new Stryker({ mutate, sample: { seed, skip, mutants } }).runMutationTest();
  return results.filter(({ status }) => NOTICED.includes(status) || UNNOTICED.includes(status));
}

async function testAll(command) {
  const { mutants, minutes, folders } = command;
  if (minutes === null) return test(command, 0, mutants);
  const started = performance.now();
  const trial = await test(command, 0, Math.min(TRIAL, mutants ?? TRIAL));
  const spent = performance.now() - started;
  // `spent` includes Stryker's start-up, so the rest of the run tends to end early.
  const affordable = Math.floor(((minutes * 60_000 - spent) / spent) * TRIAL);
  const rest = Math.min(affordable, (mutants ?? Number.POSITIVE_INFINITY) - TRIAL);
  if (rest < 1 || trial.length < TRIAL * folders.length) return trial;
  return [...trial, ...(await test(command, TRIAL, rest))];
}

function print(results, folders) {
  for (const folder of folders) {
    const inFolder = results.filter(({ fileName }) => folderOf(fileName) === folder);
    const survived = inFolder.filter(({ status }) => UNNOTICED.includes(status));
    const killed = inFolder.length - survived.length;
    const share = inFolder.length > 0 ? ` (${Math.round((100 * killed) / inFolder.length)} %)` : '';
    const endless = inFolder.filter(({ status }) => status === 'Timeout').length;
    const byTime = endless > 0 ? `, ${endless} of them by timeout` : '';
    console.log(
      `${folder}: ${killed} of ${inFolder.length} mutants killed${share}${byTime}, ${survived.length} survived`,
    );
    for (const line of survived.map(lineOf).sort()) console.log(`  ${line}`);
  }
}

function lineOf({ fileName, location, mutatorName, replacement, status }) {
  const file = fileName.replaceAll('\\', '/').replace(/^.*\/(?=web\/src\/)/, '');
  const written = replacement.replace(/\s+/g, ' ');
  const short = written.length > 80 ? `${written.slice(0, 79)}…` : written;
  const untested = status === 'NoCoverage' ? ', not run by any test' : '';
  return `${file}:${location.start.line}:${location.start.column} ${mutatorName}: ${short}${untested}`;
}

try {
  const command = readCommand();
  print(await testAll(command), command.folders);
} catch (problem) {
  console.error(`mutants: ${problem instanceof Error ? problem.message : problem}`);
  process.exitCode = 1;
}
