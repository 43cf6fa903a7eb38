import type { Computation } from '../net/computation.ts';
import { createPenNetwork } from '../net/pen/choose.ts';
import type { PenNetwork } from '../net/pen/network.ts';
import { createPlainPenNetwork, logitsAfter } from '../net/pen/plain.ts';
import { type Expect, weighNext } from '../net/pen/writing.ts';
import type { Blocks, PenFile } from './blocks.ts';
import { memoize } from './memo.ts';
import { createPenReader, type ReadPen } from './pen-reading.ts';
import type { Weigh } from './pen-writing.ts';

/** The page's pen network, of which nothing is decoded or made before somebody asks. Whatever reads it may throw DamagedBlock. */
export interface PenNetworks {
  file(): PenFile;
  /** Whose trace the page shows. */
  reader(): ReadPen;
  /** With memory of its own, for what is read beside that. */
  apart(): PenNetwork;
  /** The logits after a sequence, as Python computes them, to the last bit that writing depends on: always in plain float64. */
  readonly expect: Expect;
  /** Chooses tokens by them. */
  readonly weigh: Weigh;
}

export function createPenNetworks(blocks: Pick<Blocks, 'pen'>, kernels: Computation): PenNetworks {
  const make = () => createPenNetwork(blocks.pen().weights, kernels);
  const apart = memoize(make);
  const exact = memoize(() => createPlainPenNetwork(blocks.pen().weights));
  const expect: Expect = (ids) => logitsAfter(exact(), ids);
  return {
    file: blocks.pen,
    reader: memoize(() => createPenReader(make(), apart)),
    apart,
    expect,
    weigh: memoize((progress) => weighNext(expect, progress)),
  };
}
