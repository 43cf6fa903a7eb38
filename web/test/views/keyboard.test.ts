import { describe, expect, it } from 'vitest';
import { FAST_PEN_STEP, historyCommand, type KeyPress, PEN_STEP, penCommand } from '../../src/views/keyboard.ts';

const key = (pressed: Partial<KeyPress>): KeyPress => ({
  key: '',
  code: '',
  shiftKey: false,
  ctrlKey: false,
  metaKey: false,
  altKey: false,
  ...pressed,
});

describe('keys', () => {
  it.each([
    ['Ctrl+Z', key({ key: 'z', code: 'KeyZ', ctrlKey: true }), 'undo'],
    ['Cmd+Z', key({ key: 'z', code: 'KeyZ', metaKey: true }), 'undo'],
    ['Ctrl+Shift+Z', key({ key: 'Z', code: 'KeyZ', ctrlKey: true, shiftKey: true }), 'redo'],
    ['Cmd+Shift+Z', key({ key: 'z', code: 'KeyZ', metaKey: true, shiftKey: true }), 'redo'],
    ['Ctrl+Y', key({ key: 'y', code: 'KeyY', ctrlKey: true }), 'redo'],
    ['Ctrl+Z on a layout with Z elsewhere', key({ key: 'z', code: 'KeyY', ctrlKey: true }), 'undo'],
    ['Ctrl+Z on a Cyrillic keyboard', key({ key: 'я', code: 'KeyZ', ctrlKey: true }), 'undo'],
    ['Cmd+Y, which is the browser’s history', key({ key: 'y', code: 'KeyY', metaKey: true }), null],
    ['Z alone', key({ key: 'z', code: 'KeyZ' }), null],
    ['Ctrl+Alt+Z', key({ key: 'z', code: 'KeyZ', ctrlKey: true, altKey: true }), null],
    ['Ctrl+P', key({ key: 'p', code: 'KeyP', ctrlKey: true }), null],
    ['Ctrl+Shift+Y', key({ key: 'Y', code: 'KeyY', ctrlKey: true, shiftKey: true }), null],
  ] as const)('%s means %s', (_, pressed, command) => {
    expect(historyCommand(pressed)).toBe(command);
  });

  it('move the pen, faster with Shift, and Space puts it down', () => {
    expect(penCommand(key({ key: 'ArrowLeft' }))).toEqual([-PEN_STEP, 0]);
    expect(penCommand(key({ key: 'ArrowDown', shiftKey: true }))).toEqual([0, FAST_PEN_STEP]);
    expect(penCommand(key({ key: ' ' }))).toBe('toggle');
  });

  it.each([
    key({ key: 'ArrowLeft', altKey: true }),
    key({ key: 'ArrowUp', ctrlKey: true }),
    key({ key: 'ArrowRight', metaKey: true }),
    key({ key: ' ', shiftKey: true }),
    key({ key: 'Tab' }),
    key({ key: 'Escape' }),
    key({ key: 'Enter' }),
    key({ key: 'h' }),
  ])("are left to the browser and the screen reader when they are not the pen's: %j", (pressed) => {
    expect(penCommand(pressed)).toBeNull();
  });
});
