import type { Actions } from '../../state/actions.ts';
import { momentAt, type Scrubbed, timelineCommand } from './keys.ts';

/** Moments by pointer, touch and keys; `where` tells where it is, and is null before anything is shown. */
export function listenToScrubbing(
  slider: HTMLElement,
  actions: Pick<Actions, 'showMoment' | 'scrub' | 'play' | 'pause'>,
  where: () => (Scrubbed & { readonly playing: boolean }) | null,
): void {
  let scrubbing: number | null = null;
  const go = ({ clientX }: PointerEvent): void => {
    const at = where();
    const { left, width } = slider.getBoundingClientRect();
    if (at && at.points > 0) actions.showMoment(momentAt(clientX - left, width, at.points));
  };
  slider.addEventListener('pointerdown', (event) => {
    if (scrubbing !== null || event.button !== 0) return;
    scrubbing = event.pointerId;
    actions.scrub(true);
    // A pointer that cannot be captured is no error.
    try {
      slider.setPointerCapture(event.pointerId);
    } catch {}
    go(event);
  });
  slider.addEventListener('pointermove', (event) => {
    if (event.pointerId === scrubbing) go(event);
  });
  for (const end of ['pointerup', 'pointercancel', 'lostpointercapture'] as const) {
    slider.addEventListener(end, (event) => {
      if (event.pointerId !== scrubbing) return;
      scrubbing = null;
      actions.scrub(false);
    });
  }
  slider.addEventListener('keydown', (event) => {
    const at = where();
    const command = at && timelineCommand(event, at);
    if (at === null || command === null) return;
    event.preventDefault();
    if (command !== 'play') actions.showMoment(command);
    else if (at.playing) actions.pause();
    else if (!event.repeat) actions.play();
  });
}
