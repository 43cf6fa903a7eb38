import { momentOfToken } from '../../ink/token-moment.ts';
import type { PenNetwork } from '../../net/pen/network.ts';
import type { Frame } from '../../state/frame.ts';
import type { Change } from '../../state/past.ts';
import { shownToken } from '../../state/pen-asking.ts';
import { createPenPast, type PenPast } from '../../state/pen-past.ts';
import { createColumnsPacker } from './columns.ts';
import type { TimelineMarks, TimelineParts } from './picture.ts';

/** What the pen's network said of the whole drawing over its time, while the page shows it; else it keeps and costs nothing. */
export interface PenAnswers {
  /** Whether it is shown now and was not before, or the other way round. */
  isNew(frame: Frame): boolean;
  /** Keeps what the frame shows. */
  follow(frame: Frame): void;
  /** Null while it is not shown. */
  changes(): readonly Change[] | null;
  /** Reads the moments that nobody looked at. */
  fill(): Iterator<void, void>;
  /** What of the picture has changed. */
  parts(
    frame: Frame,
    columns: number,
    marksOf: (changes: readonly Change[], points: number) => TimelineMarks,
  ): Partial<TimelineParts>;
}

export function createPenAnswers(apart: () => PenNetwork): PenAnswers {
  const pack = createColumnsPacker();
  let past: PenPast | null = null;
  let noted: Frame['penReading'] = null;
  let marked: { readonly changes: readonly Change[]; readonly marks: TimelineMarks } | null = null;
  let given = false;
  return {
    isNew: ({ penReading }) => (past !== null) !== (penReading !== null),
    follow({ penReading, drawing, state }) {
      if (penReading === null) past = null;
      else {
        past ??= createPenPast();
        past.follow(state.history.present, apart());
        if (penReading !== noted && drawing.points > 0) past.note(drawing.points, penReading.whole ?? penReading);
      }
      noted = penReading;
    },
    changes: () => past?.changes() ?? null,
    fill: () => past?.fill() ?? [][Symbol.iterator](),
    parts(frame, columns, marksOf) {
      if (past === null) {
        const changed = given ? { timelinePen: null } : {};
        given = false;
        return changed;
      }
      const { state, drawing } = frame;
      const { present } = state.history;
      const changes = past.changes();
      if (marked?.changes !== changes) marked = { changes, marks: marksOf(changes, present.points) };
      given = true;
      return {
        timelinePen: {
          columns: pack(past, present, drawing.points, columns),
          marks: marked.marks,
          pointed: pointedIn(frame),
        },
      };
    },
  };
}

/** The moment of the token that is looked at, if it is not the newest one of the drawing. */
function pointedIn({ penReading, drawing, state: { place, penAsking } }: Frame): number | null {
  const { view, token, pointedToken, leftOut } = penAsking;
  const isShown = place === 'pen' && view === 'read' && penReading !== null && penReading.digit !== null;
  if (!isShown || (pointedToken ?? token) === null) return null;
  const looked = shownToken(penAsking, penReading.tokens);
  if (looked >= penReading.tokens.ids.length - 1) return null;
  return momentOfToken(drawing, leftOut, penReading.tokens, looked);
}
