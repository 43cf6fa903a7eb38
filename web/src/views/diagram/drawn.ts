import type { Traced } from '../../explain/flow.ts';
import type { LogitForm } from '../../explain/provenance/description.ts';
import type { Reading } from '../../explain/reading.ts';
import type { Maps } from '../../explain/topology.ts';
import { INPUT_LENGTH } from '../../net/cnn/architecture.ts';
import type { Frame } from '../../state/frame.ts';
import { MAPS, NO_DIGIT, VERDICTS } from './scene.ts';

/**
 * What is drawn and asked, from which a scene is worked out where it is painted: the network's input, and a byte for each of
 * the rest. In one piece of memory, which a message copies soonest.
 */
export type PackedDrawing = ArrayBuffer;

/** The same, read. */
export interface DrawnAndAsked {
  /** Null while nothing is drawn. */
  readonly input: Float32Array | null;
  readonly reading: Omit<Reading, 'probabilities'>;
  readonly traced: Traced;
  readonly maps: Maps;
  readonly logits: LogitForm;
  readonly allLinks: boolean;
}

const LOGITS: readonly LogitForm[] = ['average', 'computed'];
const INPUT_BYTES = INPUT_LENGTH * Float32Array.BYTES_PER_ELEMENT;
/** Maps, verdict, most probable digit, logits, whether all links are alike, at most two traced digits, their rival. */
const NOTES = 8;

/** Packs frames, always into the same memory: the next overwrites it. */
export function createPacker(): (frame: Pick<Frame, 'input' | 'reading' | 'traced' | 'state'>) => PackedDrawing {
  const memory = new ArrayBuffer(INPUT_BYTES + NOTES);
  const values = new Float32Array(memory, 0, INPUT_LENGTH);
  const notes = new Uint8Array(memory, INPUT_BYTES);
  return ({ input, reading: { verdict, digit }, traced: { digits, rival }, state: { maps, logits, allLinks } }) => {
    if (input) values.set(input);
    else values.fill(0);
    notes[0] = MAPS.indexOf(maps);
    notes[1] = VERDICTS.indexOf(verdict);
    notes[2] = digit ?? NO_DIGIT;
    notes[3] = LOGITS.indexOf(logits);
    notes[4] = Number(allLinks);
    notes[5] = digits[0] ?? NO_DIGIT;
    notes[6] = digits[1] ?? NO_DIGIT;
    notes[7] = rival ?? NO_DIGIT;
    return memory;
  };
}

/** The input is a view of the same memory. */
export function unpackDrawing(memory: PackedDrawing): DrawnAndAsked {
  const [maps, verdict, digit, logits, allLinks, first, second, rival] = new Uint8Array(memory, INPUT_BYTES);
  return {
    input: VERDICTS[verdict] === 'empty' ? null : new Float32Array(memory, 0, INPUT_LENGTH),
    reading: { verdict: VERDICTS[verdict], digit: digitOf(digit) },
    traced: { digits: [first, second].filter((one) => one !== NO_DIGIT), rival: digitOf(rival) },
    maps: MAPS[maps],
    logits: LOGITS[logits],
    allLinks: allLinks === 1,
  };
}

function digitOf(note: number): number | null {
  return note === NO_DIGIT ? null : note;
}
