import { isEmpty } from '../../ink/drawing.ts';
import type { Actions } from '../../state/actions.ts';
import type { Frame } from '../../state/frame.ts';
import { PLAY_SPEEDS } from '../../state/options.ts';
import { say } from '../../text/words.ts';
import { need, setAttribute, setText } from '../parts/dom.ts';

/** As it stands on the button. */
const SPEED_NAMES: Readonly<Record<number, string>> = { 0.25: '¼×', 1: '1×', 4: '4×' };

/** Play or pause, the next stroke, how fast, and whether it begins again. */
export function mountTimelineControls(
  root: HTMLElement,
  actions: Pick<Actions, 'play' | 'pause' | 'choose'>,
): { update(frame: Frame): void } {
  const button = (id: string): HTMLButtonElement => need(root, `#${id}`, HTMLButtonElement);
  const [play, stroke, speed, loop] = [
    button('play'),
    button('play-stroke'),
    button('play-speed'),
    button('play-loop'),
  ];
  let shown: Frame | null = null;
  const onPress = (pressed: HTMLButtonElement, act: (frame: Frame) => void): void => {
    pressed.addEventListener('click', () => {
      if (shown) act(shown);
    });
  };
  onPress(play, ({ state }) => (state.playing ? actions.pause() : actions.play()));
  onPress(stroke, () => actions.play({ by: 'stroke' }));
  onPress(speed, ({ state: { playing, playSpeed } }) => {
    const next = PLAY_SPEEDS[(PLAY_SPEEDS.indexOf(playSpeed) + 1) % PLAY_SPEEDS.length];
    actions.choose('playSpeed', next);
    if (playing) actions.play({ ...playing, speed: next });
  });
  onPress(loop, ({ state: { playing, playLoop } }) => {
    actions.choose('playLoop', !playLoop);
    if (playing) actions.play({ ...playing, loop: !playLoop });
  });

  return {
    update(frame) {
      const before = shown;
      shown = frame;
      const { state, words, numbers } = frame;
      const renamed = before?.words !== words;
      const isPlaying = state.playing !== null;
      if (renamed || (before.state.playing !== null) !== isPlaying) {
        const name = say(words, isPlaying ? 'timeline.pause' : 'timeline.play');
        setAttribute(play, 'aria-label', name);
        setAttribute(play, 'title', name);
        play.classList.toggle('playing', isPlaying);
      }
      if (renamed || before.state.playSpeed !== state.playSpeed) {
        const name = say(words, 'timeline.speed', { speed: numbers.exact(state.playSpeed) });
        setText(speed, SPEED_NAMES[state.playSpeed] ?? `${numbers.exact(state.playSpeed)}×`);
        setAttribute(speed, 'aria-label', name);
        setAttribute(speed, 'title', name);
      }
      if (before?.state.playLoop !== state.playLoop) setAttribute(loop, 'aria-pressed', String(state.playLoop));
      const empty = isEmpty(state.history.present);
      if (before && isEmpty(before.state.history.present) === empty) return;
      for (const one of [play, stroke]) setAttribute(one, 'aria-disabled', String(empty));
    },
  };
}
