import { architecture, INPUT_LENGTH } from '../../net/cnn/architecture.ts';
import { checkInput } from '../../net/cnn/checks.ts';
import type { Network } from '../../net/cnn/network.ts';

const { inputHeight: ROWS, inputWidth: COLUMNS } = architecture.conv1;

/** Pictures run at a time: few enough that even without kernels, on a phone, a chunk takes a few ms. */
const CELLS_AT_ONCE = 7;

/** Changes a picture around a cell. Returns whether anything has changed. */
export type Alter = (picture: Float32Array, row: number, column: number) => boolean;

/** What the network makes of an input, and of the same input altered around each of its cells in turn. */
export interface AlteredLogits {
  /** (10) */
  readonly untouched: Float32Array;
  /** (cell, digit) */
  readonly logits: Float32Array;
}

/**
 * Works them out in chunks, with a pause after each; the input may change meanwhile. What `alter` leaves as it is takes
 * no pass. Neighbouring cells follow one another, row by row to and fro, since that costs the network least.
 * @throws RangeError if the input has another length
 */
export function alteredLogits(network: Network, input: Float32Array, alter: Alter): Generator<void, AlteredLogits> {
  checkInput(input);
  return chunksOf(network, input.slice(), alter);
}

function* chunksOf(network: Network, input: Float32Array, alter: Alter): Generator<void, AlteredLogits> {
  const untouched = network.logits(input);
  const digits = untouched.length;
  const logits = new Float32Array(INPUT_LENGTH * digits);
  for (let cell = 0; cell < INPUT_LENGTH; cell++) logits.set(untouched, cell * digits);
  const pictures = new Float32Array(CELLS_AT_ONCE * INPUT_LENGTH);
  let cells: number[] = [];
  const run = (): void => {
    const altered = network.logits(pictures.subarray(0, cells.length * INPUT_LENGTH));
    cells.forEach((cell, i) => {
      logits.set(altered.subarray(i * digits, (i + 1) * digits), cell * digits);
    });
    cells = [];
  };
  for (let row = 0; row < ROWS; row++) {
    for (let i = 0; i < COLUMNS; i++) {
      const column = row % 2 === 0 ? i : COLUMNS - 1 - i;
      const picture = pictures.subarray(cells.length * INPUT_LENGTH, (cells.length + 1) * INPUT_LENGTH);
      picture.set(input);
      if (alter(picture, row, column)) cells.push(row * COLUMNS + column);
      if (cells.length < CELLS_AT_ONCE) continue;
      run();
      yield;
    }
  }
  if (cells.length > 0) run();
  return { untouched, logits };
}

/** How much each cell's alteration adds to a digit's logit less its rival's (784). */
export function differenceChanges({ untouched, logits }: AlteredLogits, digit: number, rival: number): Float64Array {
  const before = untouched[digit] - untouched[rival];
  return Float64Array.from({ length: INPUT_LENGTH }, (_, cell) => {
    const row = cell * untouched.length;
    return logits[row + digit] - logits[row + rival] - before;
  });
}
