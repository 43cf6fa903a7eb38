import { readFileSync } from 'node:fs';
import { describe, expect, it, vi } from 'vitest';
import { ALWAYS_A_DIGIT } from '../../src/explain/verdict.ts';
import { BLOCK_NAMES, DamagedBlock, openBlocks } from '../../src/state/blocks.ts';
import { randomWeights, toStrokes, weightsFile } from '../support.ts';

const weights = randomWeights(1);
const safetensors = Buffer.from(weightsFile(weights)).toString('base64');
const WHOLE = { 'data-weights': JSON.stringify({ safetensors, sha256: 'abc' }), 'data-drawing': 'null' };

function opened(changed: Record<string, string | null | undefined> = {}) {
  const texts: Record<string, string | null | undefined> = { ...WHOLE, ...changed };
  const textOf = vi.fn((id: string) => texts[id]);
  return { blocks: openBlocks(textOf), textOf };
}

describe('data blocks', () => {
  it('match the elements of the page', () => {
    const shell = readFileSync(new URL('../../src/shell.html', import.meta.url), 'utf8');
    const elements = [...shell.matchAll(/<script type="application\/json" id="data-(\w+)">\{\{(\w+)\}\}<\/script>/g)];
    expect(elements.map(([, id]) => id).sort()).toEqual([...BLOCK_NAMES].sort());
    for (const [, id, slot] of elements) expect(slot).toBe(id);
  });

  it('are decoded when first read, and only once', () => {
    const { blocks, textOf } = opened();
    expect(textOf).not.toHaveBeenCalled();
    const read = blocks.weights();
    expect(read).toMatchObject({ weights, sha256: 'abc', verdictRule: ALWAYS_A_DIGIT });
    expect(blocks.weights()).toBe(read);
    expect(textOf.mock.calls).toEqual([['data-weights']]);
  });

  it.each([
    ['weights', undefined, 'missing'],
    ['weights', null, 'missing'],
    ['weights', '{', /JSON/],
    ['weights', 'null', 'not an object'],
    ['weights', '{"safetensors":1,"sha256":""}', 'no safetensors or no sha256'],
    ['weights', '{"safetensors":""}', 'no safetensors or no sha256'],
    ['weights', '{"safetensors":"!","sha256":""}', /not base64/],
    ['weights', '{"safetensors":"AAAA","sha256":""}', /not a valid safetensors file/],
    ['drawing', '7', 'not an object'],
    ['drawing', '{"strokes":7}', /Strokes must be a list/],
  ] as const)(
    'that are damaged say so each time they are read, and no other block is affected: %s %j',
    (name, text, why) => {
      const { blocks } = opened({ [`data-${name}`]: text });
      for (let times = 0; times < 2; times++) {
        try {
          blocks[name]();
          expect.unreachable('a damaged block was read');
        } catch (problem) {
          expect(problem).toBeInstanceOf(DamagedBlock);
          expect(problem).toMatchObject({ block: `data-${name}`, reason: expect.stringMatching(why) });
          expect((problem as Error).message).toMatch(new RegExp(`^data-${name}: `));
        }
      }
      expect(() => blocks[name === 'weights' ? 'drawing' : 'weights']()).not.toThrow();
    },
  );

  it('hold a drawing in any unit, one in pad units, or none', () => {
    const strokes = [
      [
        [0, 0],
        [10, 0],
      ],
    ];
    const drawn = (content: unknown) => toStrokes(opened({ 'data-drawing': JSON.stringify(content) }).blocks.drawing());
    expect(drawn(null)).toEqual([]);
    expect(drawn({ strokes, placed: true })[0][1]).toEqual([10, 0, 10]);
    expect(drawn({ strokes })[0][1]).not.toEqual([10, 0, 10]);
    expect(drawn({ strokes, placed: 'yes' })).toEqual(drawn({ strokes }));
  });
});
