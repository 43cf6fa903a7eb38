import { describe, expect, it } from 'vitest';
import { fromStrokes } from '../../src/ink/strokes.ts';
import { createExamples } from '../../src/state/examples.ts';
import { strokesPath } from '../../src/views/examples/thumbnail.ts';
import { stepCommand } from '../../src/views/learn/keys.ts';

const press = (key: string, held: Partial<Record<'shiftKey' | 'ctrlKey' | 'metaKey' | 'altKey', boolean>> = {}) => ({
  key,
  shiftKey: false,
  ctrlKey: false,
  metaKey: false,
  altKey: false,
  ...held,
});

describe('the keys of Learn', () => {
  it.each([
    ['ArrowRight', false, 'next'],
    ['ArrowLeft', false, 'back'],
    ['PageDown', true, 'next'],
    ['PageUp', true, 'back'],
    ['PageDown', false, null],
    ['PageUp', false, null],
    ['ArrowDown', true, null],
    [' ', true, null],
  ] as const)('%s, on a projector %s: %s', (key, onProjector, command) => {
    expect(stepCommand(press(key), onProjector)).toBe(command);
  });

  it('leave what is held with another key to the browser, such as Alt and an arrow, which go back in its history', () => {
    for (const held of ['shiftKey', 'ctrlKey', 'metaKey', 'altKey'] as const)
      expect(stepCommand(press('ArrowLeft', { [held]: true }), true)).toBeNull();
  });
});

describe('a thumbnail', () => {
  it('has a line for each stroke, through all its points', () => {
    const drawing = createExamples().drawingOf('fourOrNine');
    const lines = strokesPath(drawing).split('M').slice(1);
    expect(lines).toHaveLength(3);
    expect(lines.flatMap((line) => line.split('L'))).toHaveLength(drawing.points);
    expect(lines[0]).toMatch(/^\d+ \d+L/);
  });

  it('shows a dot', () => {
    expect(strokesPath(fromStrokes([[[5, 7]]]))).toMatch(/^M\d+ \d+h0$/);
  });
});
