import { isUnit, type Part } from '../unit.ts';
import type { Evidence, Feed, LogitForm } from './description.ts';
import { liveOrigin } from './links.ts';
import { originOf } from './provenance.ts';
import { subtotalsOf } from './subtotals.ts';

/**
 * How much of all that flows into something a part feeds comes from that part, from 0 to 1: its amount's magnitude, of
 * the sum of all magnitudes, those of what speaks against and the bias included. 0 where nothing flows.
 */
export function shareOfTarget(part: Part, { target, amount }: Feed, evidence: Evidence, form: LogitForm): number {
  const isLanding = part.layer === 'link' && isUnit(target);
  const origin = isLanding ? liveOrigin(target, evidence, form) : originOf(target, evidence, form);
  const summands = isUnit(part) ? origin.terms : subtotalsOf(origin.terms);
  const bias = 'bias' in origin ? Math.abs(origin.bias) : 0;
  const all = summands.reduce((total, one) => total + Math.abs(one.amount), bias);
  return all === 0 ? 0 : Math.abs(amount) / all;
}
