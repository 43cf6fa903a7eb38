import { describe, expect, it } from 'vitest';
import { receptiveField } from '../../src/explain/receptive.ts';
import {
  type GridLayer,
  layerValues,
  type Part,
  readPart,
  type Unit,
  unitAt,
  writePart,
} from '../../src/explain/unit.ts';
import { createPlainNetwork } from '../../src/net/cnn/plain.ts';
import { randomInput, randomWeights } from '../support.ts';

const LAYERS = ['conv1', 'pool1', 'conv2', 'pool2'] as const;
const part = (text: string) => readPart(text) as Part;
const fieldOf = (text: string, layer?: GridLayer) => {
  const field = receptiveField(part(text), layer);
  return field && [field.top, field.left, field.height, field.width];
};

describe('a receptive field', () => {
  it('holds every cell of the input that can change the unit, and is no larger', () => {
    const network = createPlainNetwork(randomWeights(3, 3));
    const traceOf = (input: Float32Array) => structuredClone(network.forward(input));
    /** The cells of the input that changed a unit in some map, by the unit's layer and cell. */
    const reached = new Map<string, Set<number>>();
    for (const input of [1, 2].map((seed) => randomInput(seed, 1))) {
      const before = traceOf(input);
      for (let cell = 0; cell < 784; cell++) {
        const changed = input.slice();
        changed[cell] = input[cell] > 0.5 ? -20 : 20;
        const after = network.forward(changed);
        for (const layer of LAYERS) {
          const values = layerValues(before, layer);
          layerValues(after, layer).forEach((value, index) => {
            if (value === values[index]) return;
            const unit = unitAt(layer, index) as Extract<Unit, { map: number }>;
            const key = writePart({ ...unit, map: 0 });
            reached.set(key, (reached.get(key) ?? new Set()).add(cell));
          });
        }
      }
    }
    expect(reached.size).toBe(24 * 24 + 12 * 12 + 10 * 10 + 5 * 5);
    for (const [text, cells] of reached) {
      const rows = [...cells].map((cell) => Math.floor(cell / 28));
      const columns = [...cells].map((cell) => cell % 28);
      const [top, left] = [Math.min(...rows), Math.min(...columns)];
      const [height, width] = [Math.max(...rows) - top + 1, Math.max(...columns) - left + 1];
      expect(fieldOf(text), text).toEqual([top, left, height, width]);
    }
  });

  it('of a cell can be asked for in any layer before its own', () => {
    expect(fieldOf('pool2.3.2.4')).toEqual([8, 16, 12, 12]);
    expect(fieldOf('pool2.3.2.4', 'pool2')).toEqual([2, 4, 1, 1]);
    expect(fieldOf('pool2.3.2.4', 'conv2')).toEqual([4, 8, 2, 2]);
    expect(fieldOf('pool2.3.2.4', 'pool1')).toEqual([4, 8, 4, 4]);
    expect(fieldOf('pool2.3.2.4', 'conv1')).toEqual([8, 16, 8, 8]);
    expect(fieldOf('input.3.4')).toEqual([3, 4, 1, 1]);
    expect(fieldOf('conv1.0.3.4', 'pool1')).toBeNull();
  });

  it('of a whole map, group, unit or output is all that its cells see', () => {
    const whole = [0, 0, 28, 28];
    for (const text of ['picture', 'map1.3', 'map2.3', 'group.3', 'fc1.3', 'logit.3', 'probability.3', 'link.fc1.0.3'])
      expect(fieldOf(text), text).toEqual(whole);
    expect(fieldOf('map2.3', 'pool1')).toEqual([0, 0, 12, 12]);
    expect(fieldOf('map1.3', 'conv2')).toBeNull();
    expect(fieldOf('link.conv1.0.3', 'conv2')).toBeNull();
    expect(fieldOf('logit.3', 'pool2')).toEqual([0, 0, 5, 5]);
  });
});
