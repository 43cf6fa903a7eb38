import type { Frame } from '../../state/frame.ts';
import { type History, type LearnedMoment, MEASURES, type Measure } from '../../state/pen-learned.ts';
import { say, type WordKey } from '../../text/words.ts';
import { create, setAttribute, setText } from '../parts/dom.ts';
import { curvePath, placeOfEpoch } from './history-layout.ts';

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

/** Loss and accuracy over the columns of the moments, with the marked one's values, which are heard, too. */
export function mountHistory(
  root: HTMLElement,
  moments: readonly LearnedMoment[],
  history: History,
): (frame: Frame, marked: number) => void {
  const epochs = moments.map(({ epoch }) => epoch);
  const chart = root.appendChild(create('div', 'pen-history'));
  chart.setAttribute('role', 'img');
  const picture = chart.appendChild(document.createElementNS(SVG, 'svg'));
  picture.setAttribute('viewBox', `0 0 ${WIDTH} ${HEIGHT}`);
  picture.setAttribute('preserveAspectRatio', 'none');
  picture.setAttribute('aria-hidden', 'true');
  const mark = picture.appendChild(document.createElementNS(SVG, 'path'));
  mark.setAttribute('class', 'pen-history-mark');
  for (const measure of MEASURES) {
    const most = measure === 'loss' ? Math.max(...history.loss.slice(0, epochs[epochs.length - 1])) : 1;
    const curve = picture.appendChild(document.createElementNS(SVG, 'path'));
    curve.setAttribute('class', `pen-history-${measure}`);
    curve.setAttribute('d', curvePath(history[measure], epochs, most, WIDTH, HEIGHT));
  }
  const facts = root.appendChild(create('dl', 'pen-history-facts'));
  const head = facts.appendChild(create('div'));
  const [epochName, epochShown] = [head.appendChild(create('dt')), head.appendChild(create('dd'))];
  const rows = MEASURES.map((measure) => {
    const row = facts.appendChild(create('div'));
    const name = row.appendChild(create('dt'));
    const key = name.appendChild(create('span', `pen-history-key pen-history-${measure}`));
    key.setAttribute('aria-hidden', 'true');
    return { measure, name: name.appendChild(create('span')), value: row.appendChild(create('dd')) };
  });
  const note = root.appendChild(create('p', 'pen-note pen-history-note'));
  return (frame, marked) => {
    const { words, numbers } = frame;
    const epoch = epochs[marked];
    const x = placeOfEpoch(epoch, epochs) * WIDTH;
    mark.setAttribute('d', `M${x} 0V${HEIGHT}`);
    setText(epochName, say(words, 'penLearned.epoch'));
    setText(epochShown, numbers.count(epoch));
    const written = (measure: Measure): string => {
      const value = history[measure][epoch - 1];
      return measure === 'loss' ? numbers.decimal(value) : numbers.percent(value);
    };
    for (const { measure, name, value } of rows) {
      setText(name, say(words, NAMES[measure]));
      setText(value, written(measure));
    }
    const list = MEASURES.map((measure) =>
      say(words, 'penLearned.value', { name: say(words, NAMES[measure]), value: written(measure) }),
    );
    const told = new Intl.ListFormat(frame.language, { type: 'unit' }).format(list);
    const values = say(words, 'penLearned.at', { epoch: numbers.count(epoch), list: told });
    setAttribute(chart, 'aria-label', `${say(words, 'penLearned.chart')}. ${values}`);
    const most = numbers.decimal(Math.max(...history.loss.slice(0, epochs[epochs.length - 1])));
    setText(note, say(words, 'penLearned.chartNote', { most }));
  };
}
