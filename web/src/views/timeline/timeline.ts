import type { VerdictRule } from '../../explain/verdict.ts';
import { architecture, INPUT_LENGTH } from '../../net/cnn/architecture.ts';
import type { PenNetwork } from '../../net/pen/network.ts';
import type { Actions } from '../../state/actions.ts';
import { answeredIn } from '../../state/answer-codes.ts';
import type { Frame } from '../../state/frame.ts';
import { type Change, createPast, longestRuns, MOST_PICTURES } from '../../state/past.ts';
import { looksElsewhere } from '../../state/pen-asking.ts';
import { isWriting } from '../../state/state.ts';
import { type AnswerFrom, pastSentence, whoKnewSentence } from '../../text/timeline.ts';
import { say } from '../../text/words.ts';
import { createStill } from '../painting/still.ts';
import type { Studio } from '../painting/studio.ts';
import { type CanvasSize, watchSize } from '../parts/canvas.ts';
import { need, setAttribute, setText } from '../parts/dom.ts';
import { createPace } from '../parts/pace.ts';
import { createRest, type MakeRest, TEXT_REST_MS } from '../parts/rest.ts';
import { createSlices } from '../parts/slices.ts';
import type { PictureParts } from '../pictures.ts';
import { penSentenceOf, sentenceOf } from '../verdict-words.ts';
import type { View } from '../view.ts';
import { createColumnsPacker } from './columns.ts';
import { mountTimelineControls } from './controls.ts';
import { createPenAnswers } from './pen-answers.ts';
import type { TimelineMarks } from './picture.ts';
import { listenToScrubbing } from './scrubbing.ts';

/** Steps of reading between two looks at how far it has come. */
const STEPS_A_SHOW = 8;
/** The picture's size on paper, in CSS px; the style sheet fits it to the pad. */
const PRINT = { width: 320, height: 64, ratio: 4 };
/** While one draws, the picture grows this often: a canvas more in every frame costs more than all else here. */
const PAINT_MS = 200;

/**
 * The drawing's time: what the network read after each of its points, which grows while one draws, and can be scrubbed and played;
 * and what the pen's network said, while the page shows that.
 * @param rule of the verdict
 * @param penApart the pen's network, to read moments beside the one that is shown
 */
export function mountTimeline(
  root: HTMLElement,
  actions: Pick<Actions, 'showMoment' | 'scrub' | 'play' | 'pause' | 'choose'>,
  studio: Studio<PictureParts>,
  rule: VerdictRule,
  penApart: () => PenNetwork,
  makeRest: MakeRest = createRest,
): View {
  const timeline = need(root, '#timeline', HTMLElement);
  const slider = need(timeline, '.timeline-picture', HTMLElement);
  const text = need(timeline, '#timeline-text', HTMLElement);
  const controls = mountTimelineControls(timeline, actions);
  const past = createPast();
  const pack = createColumnsPacker();
  const pen = createPenAnswers(penApart);
  let size: CanvasSize | null = null;
  let shown: Frame | null = null;
  /** What the texts say. */
  let written:
    | (Pick<Frame, 'words' | 'reading' | 'penReading'> & Record<'changes' | 'penChanges', readonly Change[] | null>)
    | null = null;
  let marked: readonly Change[] | null = null;
  const moments = countInto(timeline, 'data-moments');
  const moment = countInto(timeline, 'data-moment');
  studio.give({ timelinePen: null });
  studio.hang('timeline', slider);
  watchSize(slider, (measured) => {
    size = measured;
    studio.give({ timelineBox: { size: measured, cursor: true } });
    paint();
  });

  const print = createStill(studio, 'timeline', slider);
  const paint = (): void => {
    if (!shown || !size) return;
    const { history } = shown.state;
    const changes = past.changes();
    const columns = Math.floor(size.width);
    studio.give({
      timeline: pack(past, history.present, shown.drawing.points, columns),
      ...(changes === marked ? {} : { timelineMarks: marksOf(changes, history.present.points) }),
      ...pen.parts(shown, columns, marksOf),
    });
    marked = changes;
  };
  /** What is read and heard. */
  const write = (): void => {
    if (!shown) return;
    const { words, numbers, drawing, reading, penReading, state } = shown;
    const changes = past.changes();
    const penChanges = pen.changes();
    const same = written?.words === words && written.reading === reading && written.penReading === penReading;
    if (same && written?.changes === changes && written.penChanges === penChanges) return;
    written = { words, reading, penReading, changes, penChanges };
    const { points } = state.history.present;
    setAttribute(slider, 'aria-valuemax', String(points));
    setAttribute(slider, 'aria-valuenow', String(drawing.points));
    const picture = sentenceOf(shown);
    const answer = penChanges ? say(words, 'verdict.both', { picture, pen: penSentenceOf(shown) }) : picture;
    const place = { point: numbers.count(drawing.points), points: numbers.count(points), answer };
    setAttribute(slider, 'aria-valuetext', say(words, points === 0 ? 'verdict.empty' : 'timeline.value', place));
    setAttribute(slider, 'aria-disabled', points === 0 ? 'true' : null);
    setAttribute(slider, 'title', say(words, penChanges ? 'timeline.penHint' : 'timeline.hint'));
    const read = pastSentence(words, answersOf(changes), numbers.count);
    const who = penChanges ? whoKnewSentence(words, answersOf(changes), answersOf(penChanges), numbers.count) : '';
    setText(text, who && read ? say(words, 'story.then', { first: read, second: who }) : read);
  };
  const slices = createSlices<void>(() => {
    paint();
    write();
  });
  /** Reads what nobody has looked at, and shows it as it comes. */
  const fill = (): void => {
    slices.begin(shownWhile(oneByOne(past.fill(rule), pen.fill()), paint), 0);
  };
  const pace = createPace(paint, makeRest, PAINT_MS);
  const fillLater = makeRest(TEXT_REST_MS, fill);
  const writeLater = makeRest(TEXT_REST_MS, write);

  listenToScrubbing(slider, actions, () => {
    if (!shown) return null;
    const { history } = shown.state;
    const answers = [...past.changes(), ...(pen.changes() ?? [])];
    const changes = [...new Set(answers.map(({ moment }) => moment))].sort((a, b) => a - b);
    return {
      moment: shown.drawing.points,
      points: history.present.points,
      changes,
      playing: shown.state.playing !== null,
    };
  });

  return {
    update(frame, time) {
      const before = shown;
      shown = frame;
      const { state, drawing, reading, input, network } = frame;
      const { present } = state.history;
      const isPenNew = pen.isNew(frame);
      const renewed = before?.state.history.present !== present || before.network !== network || isPenNew;
      if (renewed) {
        slices.stop();
        past.follow(present, network);
      }
      if (input && before?.reading !== reading) past.note(drawing.points, reading, input);
      pen.follow(frame);
      controls.update(frame);
      const moved = renewed || before.drawing !== drawing;
      if (moved) {
        moments(present.points);
        moment(drawing.points);
        if (state.pressed !== null && isWriting(state)) pace.note(time);
        else {
          paint();
          pace.done(time);
        }
      } else if (looksElsewhere(before.state.penAsking, state.penAsking)) paint();
      if (renewed && isWriting(state)) fillLater.note(time);
      else if (renewed) fill();
      if (!isWriting(state)) write();
      else if (moved) writeLater.note(time);
      print(state.surroundings.printing, () => ({ timelineBox: { size: PRINT, cursor: false } }));
    },
  };
}

function answersOf(changes: readonly Change[]): AnswerFrom[] {
  return changes.map(({ moment, answer }) => ({ moment, digit: answeredIn(answer) }));
}

/** Keeps an attribute a number, without asking the document at every movement what it holds. */
function countInto(element: Element, attribute: string): (count: number) => void {
  let held: number | null = null;
  return (count) => {
    if (count !== held) element.setAttribute(attribute, String(count));
    held = count;
  };
}

/** The longest runs' marks, with their pictures one after the other. That a first dot is no digit goes without saying. */
function marksOf(changes: readonly Change[], points: number): TimelineMarks {
  const telling = changes.filter(({ answer }, i) => i > 0 || answeredIn(answer) !== null);
  const most = longestRuns(telling, points).slice(0, MOST_PICTURES);
  const pictures = most.flatMap(({ picture }) => picture ?? []);
  const ink = new Uint8Array(INPUT_LENGTH * pictures.length);
  pictures.forEach((picture, i) => {
    ink.set(picture, INPUT_LENGTH * i);
  });
  let next = 0;
  const marks = most.map(({ moment, answer, picture }) => ({
    moment,
    digit: answeredIn(answer),
    picture: picture === null ? null : next++,
  }));
  return { marks, pictures: { side: architecture.conv1.inputWidth, ink } };
}

/** Shows now and then how far it has come. */
function* shownWhile(steps: Iterator<void, void>, show: () => void): Iterator<void, void> {
  for (let step = 1; !steps.next().done; step++) {
    if (step % STEPS_A_SHOW === 0) show();
    yield;
  }
}

function* oneByOne(...all: readonly Iterator<void, void>[]): Iterator<void, void> {
  for (const steps of all) while (!steps.next().done) yield;
}
