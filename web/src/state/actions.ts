import type { KernelLink } from '../explain/kernels.ts';
import type { PenPart } from '../explain/pen/parts.ts';
import type { Part } from '../explain/unit.ts';
import type { Drawing } from '../ink/drawing.ts';
import type { WordKey } from '../text/words.ts';
import type { ExampleName } from './examples.ts';
import type { OptionName, Options } from './options.ts';
import type { HeadChoice, PenView } from './pen-asking.ts';
import type { Guess, Place } from './placing.ts';
import type { PlayOptions } from './playing.ts';

/** Everything a user can ask of the page. Each changes the State and marks the page dirty; nothing is drawn here. */
export interface Actions {
  clear(): void;
  undo(): void;
  redo(): void;
  /** Chooses an option, and stores the choice if the option is remembered. */
  choose<Name extends OptionName>(name: Name, value: Options[Name]): void;
  /** Shows the drawing as it was after so many points; null for all of it. */
  showMoment(moment: number | null): void;
  /** A pointer begins or ends to drag along the timeline. */
  scrub(on: boolean): void;
  /** Replays the drawing; while it plays, goes on with other options. Under reduced motion it is all shown at once. */
  play(options?: PlayOptions): void;
  /** Stops where it is. */
  pause(): void;
  /** Moves the keyboard's pen, in pad units. */
  movePen(right: number, down: number): void;
  /** Puts the keyboard's pen down, or lifts it. */
  togglePen(): void;
  hidePen(): void;
  /** Points at a part, or at nothing: it lights up for as long. */
  point(part: Part | null): void;
  /** Selects a part; a digit's logit or probability chooses the digit, too. */
  pin(part: Part): void;
  /** Lets everything selected go, an earlier moment included. */
  release(): void;
  /** Chooses a digit or, while it is asked why, its rival. A chosen digit is let go. */
  chooseDigit(digit: number): void;
  /** Chooses what the digit is compared with; null for the second most probable. */
  chooseRival(digit: number | null): void;
  /** Asks why it is the digit and not the rival, or stops asking. */
  askWhy(asked: boolean): void;
  /** Switches a feature map or an FC unit off, or on again. */
  switchOff(part: Part, off: boolean): void;
  /** Gives a kernel other weights, row by row, or the trained ones back for null. */
  editKernel(link: KernelLink, weights: Float32Array | null): void;
  /** Switches everything on again, and puts every kernel back. */
  putBack(): void;
  /** The address of what is shown. */
  link(): Promise<string>;
  /** Opens a link, or its fragment, that somebody has pasted. Resolves to why it is refused, if it is. */
  openPasted(text: string): Promise<WordKey | null>;
  /** Opens a stroke file. Resolves to why it is refused, if it is. */
  openFile(file: Blob): Promise<WordKey | null>;
  /** Says something of the drawing, on the pad. */
  notify(said: WordKey): void;
  /** Takes away what the page says of a link or a file. */
  dismiss(): void;
  /** Replaces the drawing with an example that draws itself. */
  showExample(name: ExampleName): void;
  /** Goes to another place of the page. */
  goTo(place: Place): void;
  /** Shows the network as the answer of a step of Learn has it; going to Learn leads back. */
  look(): void;
  /** Leaves Learn to draw oneself: a step's drawing goes. */
  beginOwn(): void;
  /** Goes to a step of Learn, from 0. */
  goToStep(step: number): void;
  /** Predicts what a step of Learn asks, or asks for the answer without: then it is shown. */
  predict(guess: Guess): void;
  /** Shows how the pen's network reads, how it writes, or how it learned. */
  showPenView(view: PenView): void;
  /** Looks at the token at a position; at the newest for null, or if it is looked at already. */
  lookAtToken(token: number | null): void;
  /** Points at the token at a position, or at none. */
  pointToken(token: number | null): void;
  /** Shows the attention of a head, or the difference of two. */
  chooseHeads(heads: HeadChoice): void;
  /** Unfolds the steps inside the layers of the pen's network, or folds them. */
  showInside(inside: boolean): void;
  /** Pins a number of the pen's network, or lets it go for null. */
  pinPenPart(part: PenPart | null): void;
  /** Points at a number of the pen's network, or at nothing. */
  pointPenPart(part: PenPart | null): void;
  /** Shows the pen's network the drawing without a stroke, or with it again. */
  leaveOutStroke(stroke: number, out: boolean): void;
  /** Lets everything go that is asked of the pen's network. */
  releasePen(): void;
  /** Lets the pen's network write what is asked for, token by token, or go on with it. Under reduced motion, to the end at once. */
  write(): void;
  /** The writing stays as it is. */
  pauseWriting(): void;
  /** One phase of one token further: its distribution, or its choice. */
  stepWriting(): void;
  writeToEnd(): void;
  /** Looks again at the choice of a token written, from 0; at the newest for null. */
  lookAtChoice(choice: number | null): void;
  /** Shows how the pen's network would go on with the drawing, or no longer. */
  finishDrawing(finishing: boolean): void;
  /** Points at one of these continuations, from 0, or at none. */
  pointWay(way: number | null): void;
  /** Looks at a moment of the training run, from 0; at the last one for null. */
  lookBackTo(moment: number | null): void;
  /** Replaces the drawing. */
  putDrawing(drawing: Drawing): void;
  /** Requests a frame although the State is the same, for a view whose size has changed. */
  refresh(): void;
}
