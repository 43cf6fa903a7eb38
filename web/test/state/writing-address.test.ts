import { describe, expect, it } from 'vitest';
import { isSameFragment, readFragment, writeFragment } from '../../src/state/address.ts';
import { initialState, type State } from '../../src/state/state.ts';

const stateOf = (asked: Partial<State>): State => ({
  ...initialState({ surroundings: { dark: false, forcedColors: false, printing: false } }),
  ...asked,
});
const write = (asked: Partial<State>): string => writeFragment(stateOf(asked));

describe("what the pen's network is to write", () => {
  const asked = 'place=pen&write=8&temperature=0.55&topk=5&seed=4294967295';

  it('stands in the address, in its place alone', () => {
    const read = readFragment(`#${asked}`);
    expect(read).toMatchObject({ writeDigit: 8, temperature: 0.55, topK: 5, seed: 2 ** 32 - 1 });
    expect(write(read)).toBe(asked);
    expect(write({ ...read, place: 'draw' })).toBe('');
    expect(isSameFragment(stateOf(read), stateOf({ ...read, seed: 3 }))).toBe(false);
  });

  it('is as it was begun where the address is damaged, and the nearest that can be chosen', () => {
    for (const damaged of ['write=10&temperature=1.6&topk=0&seed=-1', 'write=x&temperature=&topk=&seed=1e3'])
      expect(readFragment(`#place=pen&${damaged}`)).toMatchObject({
        writeDigit: 3,
        temperature: 0.8,
        topK: null,
        seed: 0,
      });
    expect(readFragment('#place=pen&temperature=0.16').temperature).toBe(0.15);
    expect(readFragment('#place=pen&topk=18').topK).toBeNull();
  });
});
