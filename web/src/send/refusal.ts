/** Why a link or a file cannot be opened; each has one sentence in every language, under `refused.` and this name. */
export type Reason =
  | 'linkDamaged'
  | 'linkNewer'
  | 'linkHuge'
  | 'noLink'
  | 'fileOther'
  | 'fileExplanation'
  | 'fileDamaged'
  | 'fileHuge'
  | 'noPoints'
  | 'manyPoints'
  | 'offPad'
  | 'browserOld';

/** A link or a file that the page does not open. */
export class Refused extends Error {
  constructor(readonly reason: Reason) {
    super(`Refused: ${reason}.`);
  }
}
