import type { Frame } from '../../state/frame.ts';
import { type History, type LearnedMoment, MEASURES, type Measure } from '../../state/pen-learned.ts';
import { say, type WordKey } from '../../text/words.ts';
import { create, setAttribute, setText } from '../parts/dom.ts';
import { curvePath, labelPlaces, placeOfEpoch } from './history-layout.ts';

const SVG = 'http://www.w3.org/2000/svg';
/** The chart's own units: it is stretched to the columns below it. */
const WIDTH = 1000;
const HEIGHT = 100;

const NAMES: Readonly<Record<Measure, WordKey>> = {
  loss: 'penLearned.loss',
  drawings: 'penLearned.drawings',
  halves: 'penLearned.halves',
  movements: 'penLearned.movements',
};

/** Two labels' middles are so far apart at least, of the chart's height. */
const LABELS_APART = 0.24;

/** Loss and accuracy over the columns of the moments, with the marked one's values at the curves' ends, which are heard, too. */
export function mountHistory(
  root: HTMLElement,
  notes: HTMLElement,
  moments: readonly LearnedMoment[],
  history: History,
): (frame: Frame, marked: number) => void {
  const epochs = moments.map(({ epoch }) => epoch);
  const last = epochs[epochs.length - 1];
  const mostLoss = Math.max(...history.loss.slice(0, last));
  const mostOf = (measure: Measure): number => (measure === 'loss' ? mostLoss : 1);
  const chart = root.appendChild(create('div', 'pen-history'));
  chart.setAttribute('role', 'img');
  const picture = chart.appendChild(document.createElementNS(SVG, 'svg'));
  picture.setAttribute('viewBox', `0 0 ${WIDTH} ${HEIGHT}`);
  picture.setAttribute('preserveAspectRatio', 'none');
  picture.setAttribute('aria-hidden', 'true');
  const mark = picture.appendChild(document.createElementNS(SVG, 'path'));
  mark.setAttribute('class', 'pen-history-mark');
  for (const measure of MEASURES) {
    const curve = picture.appendChild(document.createElementNS(SVG, 'path'));
    curve.setAttribute('class', `pen-history-${measure}`);
    curve.setAttribute('d', curvePath(history[measure], epochs, mostOf(measure), WIDTH, HEIGHT));
  }
  const [whole, none, most] = ['whole', 'none', 'most'].map((end) =>
    chart.appendChild(create('span', `pen-history-scale pen-history-scale-${end}`)),
  );
  most.style.left = `${100 * placeOfEpoch(epochs[0], epochs)}%`;
  const facts = root.appendChild(create('dl', 'pen-history-facts'));
  const ends = MEASURES.map((measure) => 1 - history[measure][last - 1] / mostOf(measure));
  const { beside, within } = labelPlaces(ends, LABELS_APART);
  const rows = MEASURES.map((measure, i) => {
    const row = facts.appendChild(create('div'));
    row.style.setProperty('--beside', `${100 * beside[i]}%`);
    row.style.setProperty('--within', `${100 * within[i]}%`);
    return { measure, name: row.appendChild(create('dt')), value: row.appendChild(create('dd')) };
  });
  const after = notes.appendChild(create('p', 'pen-history-after'));
  const note = notes.appendChild(create('p'));
  return (frame, marked) => {
    const { words, numbers } = frame;
    const epoch = epochs[marked];
    const x = placeOfEpoch(epoch, epochs) * WIDTH;
    mark.setAttribute('d', `M${x} 0V${HEIGHT}`);
    setText(after, say(words, 'penLearned.after', { epoch: numbers.count(epoch) }));
    const written = (measure: Measure): string => {
      const value = history[measure][epoch - 1];
      return measure === 'loss' ? numbers.decimal(value) : numbers.percent(value);
    };
    for (const { measure, name, value } of rows) {
      setText(name, say(words, NAMES[measure]));
      setText(value, written(measure));
    }
    const named = (measure: Measure, value: string): string =>
      say(words, 'penLearned.value', { name: say(words, NAMES[measure]), value });
    const list = MEASURES.map((measure) => named(measure, written(measure)));
    const told = new Intl.ListFormat(frame.language, { type: 'unit' }).format(list);
    const values = say(words, 'penLearned.at', { epoch: numbers.count(epoch), list: told });
    setAttribute(chart, 'aria-label', `${say(words, 'penLearned.chart')}. ${values}`);
    setText(whole, numbers.percent(1));
    setText(none, numbers.count(0));
    setText(most, named('loss', numbers.decimal(mostLoss)));
    setText(note, say(words, 'penLearned.chartNote'));
  };
}
