import type { VerdictRule } from '../../explain/verdict.ts';
import type { PenNetworks } from '../../state/pen-networks.ts';
import type { Studio } from '../painting/studio.ts';
import type { MakePace } from '../parts/pace.ts';
import type { MakeRest } from '../parts/rest.ts';
import type { PictureParts } from '../pictures.ts';

/** What the views of the pen's network need besides the page, the frame and the actions. */
export interface PenSources {
  readonly studio: Studio<PictureParts>;
  readonly penNetworks: PenNetworks;
  /** Of the picture's network. */
  readonly verdictRule: VerdictRule;
  readonly makeRest: MakeRest;
  readonly makePace: MakePace;
}
