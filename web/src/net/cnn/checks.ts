import { architecture, INPUT_LENGTH } from './architecture.ts';

/** @throws RangeError where a network can't read an input of this length */
export function checkInput({ length }: Float32Array): void {
  if (length !== INPUT_LENGTH) throw new RangeError(`The network reads ${INPUT_LENGTH} values, not ${length}.`);
}

/** How many pictures these are. @throws RangeError where they are no whole number of pictures */
export function countPictures({ length }: Float32Array): number {
  if (length % INPUT_LENGTH === 0) return length / INPUT_LENGTH;
  throw new RangeError(`${length} values are no whole number of pictures of ${INPUT_LENGTH} each.`);
}

/**
 * Writes the gradient of a digit's logit, less a rival's, by the logits.
 * @param gradient as long as there are logits, or longer
 * @throws RangeError where there is no such digit
 */
export function writeLogitsGradient(gradient: Float32Array | Float64Array, digit: number, rival?: number): void {
  for (const one of rival === undefined ? [digit] : [digit, rival]) {
    if (!(Number.isInteger(one) && one >= 0 && one < architecture.fc2.units))
      throw new RangeError(`There is no logit ${one}.`);
  }
  gradient.fill(0);
  gradient[digit] += 1;
  if (rival !== undefined) gradient[rival] -= 1;
}

/** @throws RangeError where the trace is not the one whose numbers are still in memory */
export function checkLast(isLast: boolean): void {
  if (!isLast) throw new RangeError('The trace is not the last of this network: its numbers are overwritten.');
}
