// Compiles the networks' kernels, web/kernels, from AssemblyScript to WebAssembly.
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import asc from 'assemblyscript/asc';
import { build } from 'esbuild';

const ROOT = new URL('..', import.meta.url);
const FOLDER = 'web/kernels';
const PAGE_BYTES = 65_536;
const at = (path) => fileURLToPath(new URL(path, ROOT));

/** The network's sizes and the memory's layout, as the page itself has them. */
async function loadShapes() {
  const contents = `export * from './web/src/net/cnn/architecture.ts'; export * from './web/src/net/cnn/wasm/layout.ts';`;
  const stdin = { contents, resolveDir: at('.') };
  const { outputFiles } = await build({ stdin, bundle: true, write: false, format: 'esm', logLevel: 'silent' });
  return import(`data:text/javascript,${encodeURIComponent(outputFiles[0].text)}`);
}

/** Refuses networks that the kernels can't compute. */
const needs = (file) => (holds, what) => {
  if (!holds) throw new Error(`The kernels in ${FOLDER} need ${what}; ${file} describes another network.`);
};

function checkShapes({ conv1, conv2, fc1, fc2, fc1GroupUnits }) {
  const need = needs('architecture.json');
  for (const { height, width, pool, inputHeight, inputWidth } of [conv1, conv2]) {
    need(height === width && inputHeight === inputWidth, 'square maps');
    need(pool === 2 && width % 2 === 0, 'pools of 2×2 cells that leave no cell over');
  }
  need(conv1.inputChannels === 1 && conv1.kernel === 5, 'kernels of 5×5 on one input');
  need(conv1.channels === 8 && conv2.channels % 8 === 0, '8 maps, then a multiple of 8');
  need(fc1.units % 32 === 0 && fc1GroupUnits === 4, 'a multiple of 32 units in groups of 4');
  need(fc2.units > 8 && fc2.units <= 12, '9 to 12 outputs');
}

/** The module that the kernels import all numbers from: CONV1_SIDE, PASS_LOGITS … */
function writeConstants({ architecture, DIGITS, SHOWN, PARAMETERS, RESULTS, PASS }) {
  const { conv1, conv2, fc1, fc2 } = architecture;
  const named = (prefix, numbers) =>
    Object.entries(numbers)
      .filter(([name]) => name !== 'end')
      .map(([name, number]) => [`${prefix}_${name.replace(/[A-Z]/g, (letter) => `_${letter}`).toUpperCase()}`, number]);
  const sizes = [
    ['INPUT_SIDE', conv1.inputWidth],
    ['CONV1_CHANNELS', conv1.channels],
    ['CONV1_KERNEL', conv1.kernel],
    ['CONV1_SIDE', conv1.width],
    ['POOL1_SIDE', conv1.pooledWidth],
    ['CONV2_CHANNELS', conv2.channels],
    ['CONV2_KERNEL', conv2.kernel],
    ['CONV2_SIDE', conv2.width],
    ['POOL2_SIDE', conv2.pooledWidth],
    ['FC1_INPUTS', fc1.inputs],
    ['FC1_UNITS', fc1.units],
    ['FC2_UNITS', fc2.units],
    ['DIGITS', DIGITS],
  ];
  const places = [['SHOWN', SHOWN], ...named('AT', PARAMETERS), ...named('AT', RESULTS), ...named('PASS', PASS)];
  return [...sizes, ...places].map(([name, number]) => `export const ${name}: usize = ${number};`).join('\n');
}

/** The bytes of the picture's network's module; with `text`, the module as WebAssembly's text format instead. */
export async function compileKernels(options) {
  const shapes = await loadShapes();
  checkShapes(shapes.architecture);
  const files = { [`${FOLDER}/constants.ts`]: writeConstants(shapes) };
  return compiled(`${FOLDER}/index.ts`, shapes.BATCH + shapes.PASS.end, files, options);
}

/** What the pen's network and its trace take, in bytes. */
const PEN_BYTES = 20 * PAGE_BYTES;

/** The same of the pen's network. */
export async function compilePenKernels(options) {
  const { network, context } = JSON.parse(await readFile(at('src/inkspect/pen/pen.json'), 'utf8'));
  const need = needs('pen.json');
  need(network.width === 8 * network.heads, 'heads of 8 units');
  need(network.feed_forward % 4 === 0 && context % 4 === 0, 'multiples of 4 feed-forward units and of 4 tokens');
  return compiled(`${FOLDER}/pen/index.ts`, PEN_BYTES, {}, options);
}

/** A module with so much memory, some of its files being given. */
async function compiled(entry, bytes, files, { text = false } = {}) {
  const pages = String(Math.ceil(bytes / PAGE_BYTES));
  const written = {};
  const { error, stderr } = await asc.main(
    [
      entry,
      ...['--outFile', 'wasm', '--textFile', 'wat', '--runtime', 'stub', '--enable', 'simd', '--noAssert'],
      ...['--optimizeLevel', '3', '--shrinkLevel', '2', '--converge'],
      ...['--initialMemory', pages, '--maximumMemory', pages],
    ],
    {
      readFile: (name) => files[name] ?? readFile(at(name), 'utf8').catch(() => null),
      writeFile: (name, contents) => {
        written[name] = contents;
      },
      listFiles: () => [],
    },
  );
  if (error) throw new Error(`The kernels in ${FOLDER} do not compile.\n${stderr}`);
  return text ? written.wat : written.wasm;
}
