/** What must be said of a number of the pen's network beside its arithmetic, and its numbers at a glance. */

import { legalAt } from '../explain/pen/next.ts';
import { isRow, type PenEvidence, type PenOrigin } from '../explain/pen/provenance/description.ts';
import { penOrigin } from '../explain/pen/provenance/origins.ts';
import { isMasked, penValue } from '../explain/pen/values.ts';
import { VOCABULARY } from '../net/pen/description.ts';
import type { PenTrace } from '../net/pen/trace.ts';
import type { NumberStyle } from './formula.ts';
import { penName, quantityName } from './pen-parts.ts';
import { say, type WordKey, type Words } from './words.ts';

/** One to three sentences; none where the sum says it all. */
export function penNotes(origin: PenOrigin, trace: PenTrace, style: NumberStyle): string[] {
  const { words } = style;
  const { part } = origin;
  switch (part.quantity) {
    case 'embedding':
      return [say(words, origin.terms.length > 2 ? 'penInspector.notePlaced' : 'penInspector.noteEmbedding')];
    case 'normalized1':
    case 'normalized2':
    case 'normalized':
      return [say(words, 'penInspector.noteNormalized')];
    case 'score':
    case 'attention': {
      if (isMasked(part)) return [say(words, 'penInspector.noteIsMasked', { key: part.key, token: part.token })];
      const first = say(words, part.quantity === 'score' ? 'penInspector.noteScore' : 'penInspector.noteAttention');
      return [first, maskedNote(words, part.token, trace.ids.length - 1)];
    }
    case 'head':
      return [say(words, 'penInspector.noteHead'), maskedNote(words, part.token, trace.ids.length - 1)];
    case 'middle':
    case 'after':
      return [say(words, 'penInspector.noteStream')];
    case 'activation':
      return [say(words, origin.output > 0 ? 'unit.live' : 'penInspector.noteSilent')];
    case 'fedForward':
      return [
        say(words, 'penInspector.noteFedForward', { count: origin.terms.filter(({ input }) => input === 0).length }),
      ];
    case 'logit':
      return [say(words, 'penInspector.noteLogit')];
    case 'probability':
      return [probabilityNote(part.token, part.next, trace, style)];
    default:
      return [];
  }
}

function maskedNote(words: Words, token: number, last: number): string {
  if (token === last) return say(words, 'penInspector.noteUnmasked');
  const key = token + 1 === last ? 'penInspector.noteMaskedOne' : 'penInspector.noteMasked';
  return say(words, key, { first: token + 1, last });
}

/** What of the vocabulary is masked. */
function probabilityNote(token: number, next: number, { ids }: PenTrace, { words }: NumberStyle): string {
  const legal = legalAt(ids, token);
  const counts = { all: VOCABULARY.length, count: legal.length, masked: VOCABULARY.length - legal.length };
  return say(words, legal.includes(next) ? 'penInspector.noteProbability' : 'penInspector.noteIllegal', counts);
}

/** The part's name and its three to five numbers: "token 17, up and right ▸ layer 2 ▸ …", "value = 0.31", "bias = 0.05". */
export function penFacts(
  evidence: PenEvidence,
  part: PenOrigin['part'],
  style: NumberStyle,
): readonly [string, ...string[]] {
  const { trace } = evidence;
  const { words, write } = style;
  const name = penName(words, { part, ids: trace.ids });
  const named = (quantity: string, number: string) => say(words, 'penInspector.is', { quantity, number });
  const fact = (key: WordKey, number: number) => named(say(words, key), write(number, 3));
  const own = named(
    quantityName(words, part),
    'key' in part || 'next' in part ? penValueText(part, trace, style) : write(penValue(trace, part), 3),
  );
  if (isMasked(part)) return [name, own];
  const origin = penOrigin(part, evidence);
  const [first, second] = origin.terms;
  switch (origin.kind) {
    case 'addition': {
      if (part.quantity !== 'embedding')
        return [name, own, fact('penInspector.before', first.input), fact('penInspector.added', second.input)];
      const places = origin.terms.slice(2).reduce((sum, { amount, source }) => sum + (isRow(source) ? amount : 0), 0);
      return [
        name,
        own,
        fact('penInspector.tokenRow', first.amount),
        fact('penInspector.positionRow', second.amount),
        fact('penInspector.placeRows', places),
      ];
    }
    case 'normalization':
      return [
        name,
        own,
        fact('penInspector.before', first.input),
        fact('penInspector.mean', origin.mean),
        fact('penInspector.deviation', origin.deviation),
      ];
    case 'relu':
      return [name, own, fact('penPart.preactivation', first.input)];
    case 'softmax': {
      const source = origin.terms[origin.own];
      return [name, own, fact('key' in part ? 'penPart.score' : 'penPart.logit', source.input)];
    }
    default: {
      const facts: [string, ...string[]] = [name, own];
      if (origin.kind === 'products' && origin.bias !== null) facts.push(fact('penInspector.biasIs', origin.bias));
      if (part.quantity === 'score') {
        const attention = { ...part, quantity: 'attention' } as const;
        facts.push(named(say(words, 'penPart.attention'), penValueText(attention, trace, style)));
      }
      if (part.quantity === 'logit') {
        const chance = { ...part, quantity: 'probability' } as const;
        facts.push(named(say(words, 'penPart.probability'), penValueText(chance, trace, style)));
      }
      return facts;
    }
  }
}

/** A number as it stands by itself: shares in percent. */
export function penValueText(part: PenOrigin['part'], trace: PenTrace, { write, probability }: NumberStyle): string {
  const value = penValue(trace, part);
  if (value === Number.NEGATIVE_INFINITY) return '−∞';
  // What is masked is 0 itself, and what alone may come is 1.
  if (part.quantity === 'attention' || part.quantity === 'probability')
    return value === 0 || value === 1 ? write(value, 0) : probability(value);
  return write(value, 3);
}
