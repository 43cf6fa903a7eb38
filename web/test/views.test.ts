import { describe, expect, it } from 'vitest';
import english from '../../words/en.json';
import japanese from '../../words/ja.json';
import { DamagedBlock } from '../src/app/data.ts';
import { cardText } from '../src/views/card.ts';
import { cardSections } from '../src/views/card-facts.ts';
import { isApple, shortcuts, undoKeys } from '../src/views/help.ts';
import { FAST_PEN_STEP, historyCommand, type KeyPress, PEN_STEP, penCommand } from '../src/views/keyboard.ts';
import { css, diverging, inked, mix, type Palette, parseColor, sequential } from '../src/views/parts/color.ts';
import { createNumbers } from '../src/views/parts/numbers.ts';
import { problemText } from '../src/views/problem.ts';
import { runnerUp } from '../src/views/verdict.ts';
import { randomWeights } from './support.ts';

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
    ['Ctrl+Z where it is typed elsewhere', key({ key: 'z', code: 'KeyY', ctrlKey: true }), 'undo'],
    ['Ctrl+Z on a Cyrillic keyboard', key({ key: 'я', code: 'KeyZ', ctrlKey: true }), 'undo'],
    ['Cmd+Y, which is the browser’s history', key({ key: 'y', code: 'KeyY', metaKey: true }), null],
    ['Z alone', key({ key: 'z', code: 'KeyZ' }), null],
    ['Ctrl+Alt+Z', key({ key: 'z', code: 'KeyZ', ctrlKey: true, altKey: true }), null],
    ['Ctrl+P', key({ key: 'p', code: 'KeyP', ctrlKey: true }), null],
    ['Ctrl+Shift+Y', key({ key: 'Y', code: 'KeyY', ctrlKey: true, shiftKey: true }), null],
  ] as const)('%s means %s', (_, pressed, command) => {
    expect(historyCommand(pressed)).toBe(command);
  });

  it('move the pen, with Shift faster, and Space puts it down', () => {
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

  it("are listed by the names on the system's keyboards", () => {
    expect(isApple('MacIntel')).toBe(true);
    expect(isApple('Linux x86_64')).toBe(false);
    expect(undoKeys(english, true)).toEqual({ undo: 'Cmd+Z', redo: 'Shift+Cmd+Z' });
    expect(shortcuts(english, false).map(([keys]) => keys)).toEqual([
      'Arrow keys',
      'Shift+Arrow keys',
      'Space',
      'Ctrl+Z',
      'Shift+Ctrl+Z',
      'Tab',
    ]);
  });
});

const PALETTE: Palette = {
  paper: [250, 250, 250],
  ink: [10, 20, 30],
  muted: [100, 100, 100],
  hairline: [200, 200, 200],
  for: [200, 50, 0],
  against: [0, 50, 200],
  heatLow: [240, 240, 240],
  heatHigh: [240, 180, 60],
};

describe('the scales', () => {
  it('go from end to end and stay there', () => {
    expect(sequential(PALETTE, 0)).toEqual(PALETTE.heatLow);
    expect(sequential(PALETTE, 1)).toEqual(PALETTE.heatHigh);
    expect(inked(PALETTE, 2)).toEqual(PALETTE.ink);
    expect(mix([0, 0, 0], [255, 255, 255], -1)).toEqual([0, 0, 0]);
  });

  it('show no sign for nothing, and one hue a sign', () => {
    expect(diverging(PALETTE, 0)).toEqual(PALETTE.paper);
    expect(diverging(PALETTE, 1)).toEqual(PALETTE.for);
    expect(diverging(PALETTE, -1)).toEqual(PALETTE.against);
  });

  it('read and write colours as browsers do', () => {
    expect(parseColor('rgb(1, 2, 3)')).toEqual([1, 2, 3]);
    expect(parseColor('rgba(1, 2, 3, 0.5)')).toEqual([1, 2, 3]);
    expect(css([1, 2, 3])).toBe('rgb(1 2 3)');
    expect(css([1, 2, 3], 0.25)).toBe('rgb(1 2 3 / 0.250)');
  });
});

describe('numbers', () => {
  it('are written as the language does', () => {
    expect(createNumbers('en').percent(0.974)).toBe('97%');
    expect(createNumbers('en').count(27690)).toBe('27,690');
    expect(createNumbers('de').count(27690)).toBe('27.690');
    expect(createNumbers('ja').finePercent(0.9945)).toBe('99.45%');
    expect(createNumbers('en').signed(-0.5)).toBe('-0.50');
    expect(createNumbers('en').signed(1.25)).toBe('+1.25');
    expect(createNumbers('en').exact(0.004)).toBe('0.004');
  });
});

describe('the verdict', () => {
  it('knows the second most probable digit, of equals the smaller', () => {
    expect(runnerUp([0.1, 0.6, 0.2, 0.1, 0, 0, 0, 0, 0, 0], 1)).toBe(2);
    expect(runnerUp([0.9, 0, 0, 0, 0, 0, 0, 0, 0, 0], 0)).toBe(1);
    expect(runnerUp([0, 0, 0, 0.9, 0, 0.05, 0, 0.05, 0, 0], 3)).toBe(5);
  });
});

describe('the model card', () => {
  const weights = randomWeights(1);
  const facts = (metadata: Record<string, string>) =>
    cardSections({ weights, metadata, sha256: 'abc' }, english, createNumbers('en'));
  const metadata = {
    seed: '3',
    date: '2026-01-02',
    licence: 'MIT',
    credit: 'MNIST',
    recipe: '{"epochs":20,"peak_learning_rate":0.004,"augmentation":{"rotation":12}}',
    figures: '{"mnist_test_accuracy":0.9945,"my_own_accuracy":0.5,"odd":"text"}',
    history: '[{"epoch":1,"seconds":100},{"epoch":2,"seconds":140}]',
    data: '{"a.gz":"00","b.gz":"11"}',
  };

  it('counts the parameters by layer', () => {
    const counts = facts({})[0].facts.map(({ value }) => value);
    expect(counts).toEqual(['208', '1,168', '25,664', '650', '27,690']);
  });

  it("says what the weights' file says, and figures it has no name for by their own", () => {
    const text = cardText(facts(metadata));
    for (const line of [
      'MNIST test set: 99.45%',
      'my own accuracy: 50.00%',
      'Epochs: 20',
      'Peak learning rate: 0.004',
      'Seed: 3',
      'Took: 4 min',
      'Date: 2026-01-02',
      'Data: a.gz, b.gz',
      'Licence: MIT',
      'Credits: MNIST',
      'sha256: abc',
    ]) {
      expect(text.split('\n')).toContain(`  ${line}`);
    }
    expect(text).not.toContain('odd');
  });

  it("counts a teacher's time in, and nonsense for none", () => {
    expect(cardText(facts({ ...metadata, teacher_seconds: '60.5' }))).toContain('Took: 5 min');
    expect(cardText(facts({ ...metadata, teacher_seconds: 'long' }))).toContain('Took: 4 min');
  });

  it('is shorter, not broken, for weights that say nothing or nonsense of themselves', () => {
    const headings = ['Parameters', 'Weights'];
    expect(facts({}).map(({ heading }) => heading)).toEqual(headings);
    const nonsense = { recipe: 'no JSON', figures: '[1]', history: '7', data: 'null' };
    expect(facts(nonsense).map(({ heading }) => heading)).toEqual(headings);
  });
});

describe('a page that cannot start', () => {
  it('says which block is damaged and what to do, in its language', () => {
    expect(problemText(english, new DamagedBlock('data-weights', 'missing'))).toMatch(
      /“data-weights”.*missing.*inkspect open/,
    );
    expect(problemText(japanese, new DamagedBlock('data-weights', 'missing'))).toContain('「data-weights」');
    expect(problemText(english, new Error('no canvas'))).toContain('no canvas');
  });
});
