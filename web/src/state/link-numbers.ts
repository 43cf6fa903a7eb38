import { createAveraged } from '../explain/averaged.ts';
import { type Contributions, createNetworkContributions } from '../explain/contributions.ts';
import { createFlow, type Flow, type Traced } from '../explain/flow.ts';
import type { Network } from '../net/cnn/network.ts';
import type { Trace } from '../net/cnn/trace.ts';
import { memoize } from './memo.ts';
import type { State } from './state.ts';

/**
 * What the links of a frame carry; all null while nothing is drawn. They are worked out when they are first asked for: while
 * one draws no view does, since the worker that paints works them out for itself. The network keeps one pass only, so a frame
 * that is not the newest any more gives the newest one's.
 */
export interface LinkNumbers {
  /** As computed. */
  readonly contributions: Contributions | null;
  /** The contributions as they are shown: the last stage against the average digit or as computed, after the option. */
  readonly evidence: Contributions | null;
  /** What carries the evidence for the digits in question. */
  readonly flow: Flow | null;
}

/** What they are worked out from. */
interface Passed {
  readonly trace: Trace | null;
  readonly network: Network;
  readonly traced: Traced;
  readonly state: Pick<State, 'logits'>;
}

/** Returns a function that adds them to a frame's own parts. */
export function createLinkNumbers(): <Own extends Passed>(own: Own) => Own & LinkNumbers {
  const contributionsOf = memoize(createNetworkContributions());
  const averagedOf = memoize(createAveraged());
  const flowOf = memoize(createFlow());
  let newest: Passed | null = null;
  const computed = ({ trace }: Passed): Contributions | null =>
    trace && newest?.trace ? contributionsOf(newest.trace, newest.network) : null;
  const averaged = (passed: Passed): Contributions | null => {
    const contributions = computed(passed);
    return contributions && averagedOf(contributions);
  };
  // On a prototype that all frames share: with accessors of its own, each would be of a shape of its own, and slow to read.
  const lazily: LinkNumbers & ThisType<Passed> = {
    get contributions() {
      return computed(this);
    },
    get evidence() {
      return this.state.logits === 'average' ? averaged(this) : computed(this);
    },
    get flow() {
      const contributions = averaged(this);
      return contributions && flowOf(contributions, this.traced.digits, this.traced.rival);
    },
  };
  return (own) => {
    if (own.trace) newest = own;
    return Object.assign(Object.create(lazily), own);
  };
}
