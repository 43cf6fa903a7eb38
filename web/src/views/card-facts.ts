import { WEIGHTED_LAYERS, type WeightedLayer } from '../net/cnn/architecture.ts';
import { type Weights, weightShapes } from '../net/cnn/weights.ts';
import type { Frame } from '../state/frame.ts';
import { parseJson } from '../text/json.ts';
import type { Numbers } from '../text/numbers.ts';
import { say, type WordKey, type Words } from '../text/words.ts';
import { type Fact, measuredFacts } from './card-measured.ts';

/** The network in this page, as its weights file describes it. */
export interface ModelFacts {
  readonly weights: Weights;
  readonly metadata: Readonly<Record<string, string>>;
  readonly sha256: string;
}

/** Facts under a heading; empty sections are omitted. */
export interface CardSection {
  readonly heading: string;
  readonly facts: readonly Fact[];
}

/** Figures and recipe entries that the page has words for. Other figures keep their names; other entries are not shown. */
const FIGURE_WORDS: Readonly<Record<string, WordKey>> = {
  mnist_test_accuracy: 'card.mnistTest',
  mnist_validation_accuracy: 'card.mnistValidation',
  strokes_validation_accuracy: 'card.strokesValidation',
  strokes_validation_called_digit: 'card.calledDigit',
  strokes_validation_called_none: 'card.calledNone',
  strokes_validation_calibration_error: 'card.calibrationError',
  non_digits_validation_refused: 'card.refused',
};
const RECIPE_WORDS: Readonly<Record<string, WordKey>> = {
  epochs: 'card.epochs',
  batch_size: 'card.batchSize',
  peak_learning_rate: 'card.learningRate',
  weight_decay: 'card.weightDecay',
  sharpness_radius: 'card.sharpnessRadius',
  label_smoothing: 'card.labelSmoothing',
};

/** Everything on the card. A file without metadata gives a shorter card, not an error. */
export function cardSections(
  { weights, metadata, sha256 }: ModelFacts,
  { words, numbers, language }: Pick<Frame, 'words' | 'numbers' | 'language'>,
): CardSection[] {
  const sections: CardSection[] = [
    { heading: say(words, 'card.architecture'), facts: parameterFacts(weights, words, numbers) },
    { heading: say(words, 'card.figures'), facts: figureFacts(jsonObject(metadata.figures), words, numbers) },
    {
      heading: say(words, 'card.measured'),
      facts: measuredFacts(jsonObject(metadata.measured), words, numbers),
    },
    {
      heading: say(words, 'card.training'),
      facts: [
        ...recipeFacts(jsonObject(metadata.recipe), words, numbers),
        ...plain(words, 'card.seed', metadata.seed),
        ...plain(words, 'card.duration', durationOf(metadata.training_seconds, words, numbers)),
        ...plain(words, 'card.date', metadata.date),
        ...plain(words, 'card.version', metadata.package_version),
        ...plain(words, 'card.data', learnedFrom(jsonObject(metadata.data), words, language)),
      ],
    },
    {
      heading: say(words, 'card.rights'),
      facts: [...plain(words, 'card.licence', metadata.licence), ...plain(words, 'card.credit', metadata.credit)],
    },
    { heading: say(words, 'card.weights'), facts: [{ label: 'sha256', value: sha256 }] },
  ];
  return sections.filter(({ facts }) => facts.length > 0);
}

/** The number of a layer's parameters. */
export function parameterCount(weights: Weights, layer: WeightedLayer): number {
  return weights[layer].weight.length + weights[layer].bias.length;
}

function parameterFacts(weights: Weights, words: Words, numbers: Numbers): Fact[] {
  const counts = WEIGHTED_LAYERS.map((layer) => parameterCount(weights, layer));
  const total = counts.reduce((sum, count) => sum + count, 0);
  return [
    ...WEIGHTED_LAYERS.map((layer, i) => ({
      label: say(words, `parameters.${layer}`, sidesOf(layer)),
      value: numbers.count(counts[i]),
    })),
    { label: say(words, 'card.parameters'), value: numbers.count(total) },
  ];
}

/** A weight's shape is (units, inputs) or (channels, input channels, kernel, kernel). */
function sidesOf(layer: WeightedLayer): { outputs: number; inputs: number; kernel: number } {
  const [outputs, inputs, kernel = 1] = weightShapes[layer];
  return { outputs, inputs, kernel };
}

function figureFacts(figures: JsonObject, words: Words, numbers: Numbers): Fact[] {
  return Object.entries(figures).flatMap(([name, value]) => {
    if (typeof value !== 'number') return [];
    const named = name in FIGURE_WORDS;
    const label = named ? say(words, FIGURE_WORDS[name]) : readable(name);
    return [{ label, value: named || name.includes('accuracy') ? numbers.finePercent(value) : numbers.exact(value) }];
  });
}

function recipeFacts(recipe: JsonObject, words: Words, numbers: Numbers): Fact[] {
  return Object.entries(RECIPE_WORDS).flatMap(([name, label]) => {
    const value = recipe[name];
    return typeof value === 'number' ? [{ label: say(words, label), value: numbers.exact(value) }] : [];
  });
}

function plain(words: Words, label: WordKey, value: string | undefined): Fact[] {
  return value ? [{ label: say(words, label), value }] : [];
}

/** MNIST, as training from Python names it, or by its file names. */
const MNIST_PART = /^(MNIST|(train|t10k)-(images|labels)[-.]idx[13]-ubyte(\.gz)?)$/;

/** The training data in everyday words; anything that is not MNIST is drawings, whatever its file is called. */
function learnedFrom(parts: JsonObject, words: Words, language: string): string {
  const names = Object.keys(parts).map((part) =>
    say(words, MNIST_PART.test(part) ? 'card.dataMnist' : 'card.dataDrawings'),
  );
  return new Intl.ListFormat(language, { type: 'conjunction' }).format(new Set(names));
}

/** How long all epochs took together, as the page's builder has added them up. */
function durationOf(written: string | undefined, words: Words, numbers: Numbers): string {
  const seconds = Number(written);
  return seconds > 0
    ? say(words, 'card.minutes', { minutes: numbers.count(Math.max(1, Math.round(seconds / 60))) })
    : '';
}

function readable(name: string): string {
  return name.replaceAll('_', ' ');
}

type JsonObject = Readonly<Record<string, unknown>>;

function jsonObject(text: string | undefined): JsonObject {
  const value = parseJson(text);
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : {};
}
