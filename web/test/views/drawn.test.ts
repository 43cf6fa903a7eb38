import { describe, expect, it } from 'vitest';
import english from '../../../words/en.json';
import { ALWAYS_A_DIGIT } from '../../src/explain/verdict.ts';
import type { Palette } from '../../src/look/color.ts';
import { createNetwork } from '../../src/net/cnn/choose.ts';
import { createFrames, type Frame } from '../../src/state/frame.ts';
import { askWhy, chooseDigit, editKernel, switchOff } from '../../src/state/selection.ts';
import { initialState, replaceDrawing, type State } from '../../src/state/state.ts';
import { createPacker } from '../../src/views/diagram/drawn.ts';
import { createScenes, unpackScene } from '../../src/views/diagram/scene.ts';
import { createSceneReader } from '../../src/views/diagram/scene-reader.ts';
import { drawingOf, noPen, randomWeights } from '../support.ts';

const surroundings = { dark: false, forcedColors: false, printing: false };
const TWO_STROKES = drawingOf([
  [
    [100, 3000],
    [900, 100],
    [2000, 2000],
  ],
  [
    [500, 500],
    [3000, 900],
  ],
]);
const weights = randomWeights(5);
const RULE = ALWAYS_A_DIGIT;

function frameOf(state: State, kernels: 'wasm' | 'plain' = 'wasm'): Frame {
  const frames = createFrames({ languages: { en: english }, applyTheme: () => ({}) as Palette, readPen: noPen });
  return frames(state, { network: createNetwork(weights, kernels), verdictRule: RULE });
}

/** The scene as the page's own numbers give it. */
function sceneOf({ trace, evidence, flow, reading, state: { allLinks, maps } }: Frame) {
  if (trace === null || evidence === null) throw new Error('nothing is drawn');
  return unpackScene(createScenes()(trace, evidence.links, allLinks ? null : flow, maps, reading));
}

/** The scene as a worker makes it, of a message. */
function sceneSent(frame: Frame, kernels: 'wasm' | 'plain' = 'wasm') {
  const { off, edited } = frame.state;
  const sent = structuredClone({ drawn: createPacker()(frame), model: { weights, kernels }, off, edited });
  return unpackScene(createSceneReader()(sent));
}

const KERNEL = { layer: 'link', stage: 'conv2', source: 1, target: 3 } as const;
const drawn = (more: Partial<State> = {}): State => ({
  ...replaceDrawing(initialState({ surroundings }), TWO_STROKES),
  ...more,
});
const CASES: readonly (readonly [string, State])[] = [
  ['as the page opens', drawn()],
  ['maps before pooling', drawn({ maps: 'convolved' })],
  ['all links', drawn({ allLinks: true })],
  ['logits as computed', drawn({ logits: 'computed' })],
  ['a chosen digit', chooseDigit(drawn(), 4, 3)],
  ['one digit rather than another', askWhy(drawn(), true)],
  ['a map switched off', switchOff(drawn(), { layer: 'map2', map: 3 }, true)],
  ['an edited kernel', editKernel(drawn(), KERNEL, new Float32Array(9).fill(1))],
];

describe('what is sent of a drawing', () => {
  it.each(CASES)('is enough to work out the very scene that the page would: %s', (_, state) => {
    const frame = frameOf(state);
    expect(sceneSent(frame)).toEqual(sceneOf(frame));
  });

  it('does for a browser without kernels', () => {
    const frame = frameOf(drawn(), 'plain');
    expect(sceneSent(frame, 'plain')).toEqual(sceneOf(frame));
  });

  it('is one piece of memory, the same every time, and little more than the input', () => {
    const pack = createPacker();
    const first = pack(frameOf(drawn()));
    expect(pack(frameOf(drawn({ allLinks: true })))).toBe(first);
    expect(first.byteLength).toBe(4 * 784 + 8);
  });

  it('of nothing drawn makes a blank scene, also after a drawing', () => {
    const pack = createPacker();
    pack(frameOf(drawn()));
    const empty = frameOf({ ...initialState({ surroundings }), maps: 'convolved' });
    const model = { weights, kernels: 'wasm' } as const;
    const scene = unpackScene(createSceneReader()({ drawn: pack(empty), model, off: [], edited: [] }));
    expect([scene.verdict, scene.probabilities, scene.pictures.conv1.side]).toEqual(['empty', null, 24]);
    expect(scene.pictures.input.ink.every((value) => value === 0)).toBe(true);
  });

  it('can be another network the next time', () => {
    const read = createSceneReader();
    const frame = frameOf(drawn());
    const off = switchOff(frame.state, { layer: 'map2', map: 3 }, true).off;
    const sources = { drawn: createPacker()(frame), model: { weights, kernels: 'wasm' }, off: [], edited: [] } as const;
    const whole = structuredClone(unpackScene(read(sources)));
    expect(unpackScene(read({ ...sources, off }))).not.toEqual(whole);
    expect(unpackScene(read(sources))).toEqual(whole);
  });
});
