import { architecture, INPUT_LENGTH } from '../../web/src/net/cnn/architecture.ts';
import type { Network } from '../../web/src/net/cnn/network.ts';

const { inputHeight: ROWS, inputWidth: COLUMNS } = architecture.conv1;

/**
 * What the network makes of the input without a part of it (occlusion: Zeiler and Fergus 2014, doi
 * 10.1007/978-3-319-10590-1_53): the logits, (cell, digit), if a square around each cell is set to 0. A square without
 * ink changes nothing, so that it takes no pass. Neighbouring squares follow one another, row by row to and fro, since
 * that costs the network least.
 * @param side of the square in cells, odd
 * @returns a new array
 * @throws RangeError if the input has another length
 */
export function occludedLogits(network: Network, input: Float32Array, side: number): Float32Array {
  if (input.length !== INPUT_LENGTH)
    throw new RangeError(`The network reads ${INPUT_LENGTH} values, not ${input.length}.`);
  const untouched = network.logits(input);
  const logits = new Float32Array(INPUT_LENGTH * untouched.length);
  for (let cell = 0; cell < INPUT_LENGTH; cell++) logits.set(untouched, cell * untouched.length);
  const pictures = new Float32Array(COLUMNS * INPUT_LENGTH);
  for (let row = 0; row < ROWS; row++) {
    const cells: number[] = [];
    for (let i = 0; i < COLUMNS; i++) {
      const column = row % 2 === 0 ? i : COLUMNS - 1 - i;
      const picture = pictures.subarray(cells.length * INPUT_LENGTH, (cells.length + 1) * INPUT_LENGTH);
      picture.set(input);
      if (clearSquare(picture, row, column, side)) cells.push(row * COLUMNS + column);
    }
    const occluded = network.logits(pictures.subarray(0, cells.length * INPUT_LENGTH));
    cells.forEach((cell, i) => {
      const start = i * untouched.length;
      logits.set(occluded.subarray(start, start + untouched.length), cell * untouched.length);
    });
  }
  return logits;
}

/** Sets a square to 0, as far as it lies in the picture. Returns whether there was ink in it. */
function clearSquare(picture: Float32Array, row: number, column: number, side: number): boolean {
  const reach = (side - 1) / 2;
  const left = Math.max(0, column - reach);
  const right = Math.min(COLUMNS - 1, column + reach);
  let hadInk = false;
  for (let i = Math.max(0, row - reach); i <= Math.min(ROWS - 1, row + reach); i++) {
    for (let cell = i * COLUMNS + left; cell <= i * COLUMNS + right; cell++) {
      hadInk ||= picture[cell] !== 0;
      picture[cell] = 0;
    }
  }
  return hadInk;
}
