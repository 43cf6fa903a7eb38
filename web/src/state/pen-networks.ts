import type { Computation } from '../net/computation.ts';
import { createPenNetwork } from '../net/pen/choose.ts';
import type { PenNetwork } from '../net/pen/network.ts';
import type { Blocks, PenFile } from './blocks.ts';
import { memoize } from './memo.ts';
import { createPenReader, type ReadPen } from './pen-reading.ts';

/** The page's pen network, of which nothing is decoded or made before somebody asks. Whatever reads it may throw DamagedBlock. */
export interface PenNetworks {
  file(): PenFile;
  /** Whose trace the page shows. */
  reader(): ReadPen;
  /** With memory of its own, for what is read beside that. */
  apart(): PenNetwork;
}

export function createPenNetworks(blocks: Pick<Blocks, 'pen'>, kernels: Computation): PenNetworks {
  const make = () => createPenNetwork(blocks.pen().weights, kernels);
  const apart = memoize(make);
  return { file: blocks.pen, reader: memoize(() => createPenReader(make(), apart)), apart };
}
