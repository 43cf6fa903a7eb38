import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Box } from '../../src/ink/box.ts';
import { type Drawing, emptyDrawing, PEN_WIDTH } from '../../src/ink/drawing.ts';
import { createSnapshots } from '../../src/views/snapshots.ts';
import { createStrokePainter } from '../../src/views/stroke-painter.ts';
import { atMoment, drawingOf } from '../support.ts';

/** Records what is painted; clearing everything forgets it, as it does on a canvas. */
function recordingContext() {
  const calls: string[] = [];
  const cleared: Box[] = [];
  const note =
    (name: string) =>
    (...numbers: number[]) => {
      calls.push(`${name} ${numbers.join(' ')}`);
    };
  const context = {
    calls,
    beginPath: note('begin'),
    moveTo: note('move'),
    lineTo: note('line'),
    quadraticCurveTo: note('curve'),
    stroke: note('stroke'),
    clearRect: (left: number, top: number, width: number, height: number) => {
      cleared.push({ left, top, right: left + width, bottom: top + height });
      calls.length = 0;
    },
  };
  return { calls, cleared, context: context as unknown as CanvasRenderingContext2D };
}

/** `wet` is what is painted above the settled ink; `cleared` where it was cleared. */
function canvasPair() {
  const settled = recordingContext();
  const wet = recordingContext();
  const snapshots = createSnapshots<readonly string[]>({
    take: () => [...settled.calls],
    putBack: (copy) => {
      settled.calls.length = 0;
      settled.calls.push(...copy);
    },
  });
  const painter = createStrokePainter(settled.context, wet.context, snapshots);
  return { settled: settled.calls, wet: wet.calls, cleared: wet.cleared, painter };
}

/** All calls that paint a finished drawing at once. */
function atOnce(drawing: Drawing): string[] {
  const { settled, painter } = canvasPair();
  painter.paint(drawing, false, 'ink');
  return settled;
}

const points = (count: number, shift = 0) => Array.from({ length: count }, (_, i) => [40 * i + shift, (i * i) % 500]);

describe('the stroke painter', () => {
  it('paints the same ink whether a drawing arrives point by point or all at once', () => {
    const lengths = fc.array(fc.integer({ min: 1, max: 80 }), { minLength: 1, maxLength: 4 });
    fc.assert(
      fc.property(lengths, (counts) => {
        const drawing = drawingOf(counts.map((count, i) => points(count, i)));
        const { settled, wet, painter } = canvasPair();
        for (let moment = 0; moment <= drawing.points; moment++) painter.paint(atMoment(drawing, moment), true, 'ink');
        painter.paint(drawing, false, 'ink');
        expect(settled).toEqual(atOnce(drawing));
        expect(wet).toEqual([]);
      }),
      { numRuns: 30 },
    );
  });

  it('paints no more for a movement late in a stroke than for an early one', () => {
    const drawing = drawingOf([points(2000)]);
    const { settled, wet, painter } = canvasPair();
    painter.paint(atMoment(drawing, 1999), true, 'ink');
    const before = settled.length;
    painter.paint(drawing, true, 'ink');
    expect(settled.length - before + wet.length).toBeLessThan(80);
  });

  it('clears no more than the end of the stroke that it had painted, and nothing where that rests', () => {
    const drawing = drawingOf([points(2000)]);
    const { cleared, painter } = canvasPair();
    painter.paint(atMoment(drawing, 1000), true, 'ink');
    expect(cleared, 'there was nothing').toEqual([]);
    for (let moment = 1001; moment <= 1100; moment++) {
      painter.paint(atMoment(drawing, moment), true, 'ink');
      expect(cleared).toHaveLength(moment - 1000);
      const { left, right } = cleared[cleared.length - 1];
      expect(right, 'the end of the stroke').toBeGreaterThan(40 * (moment - 2));
      expect(right - left).toBeLessThan(40 * 70 + 2 * PEN_WIDTH);
    }
    painter.paint(atMoment(drawing, 1100), false, 'ink');
    painter.paint(atMoment(drawing, 1100), false, 'ink');
    expect(cleared).toHaveLength(101);
  });

  it('begins anew when the drawing is an earlier moment, another drawing, or goes on after its end was painted', () => {
    const drawing = drawingOf([points(5), points(50, 3)]);
    const other = drawingOf([points(7, 9)]);
    const { settled, painter } = canvasPair();
    for (const shown of [
      drawing,
      atMoment(drawing, 30),
      drawing,
      atMoment(drawing, 5),
      other,
      drawing,
      emptyDrawing(),
    ]) {
      painter.paint(shown, false, 'ink');
      expect(settled).toEqual(atOnce(shown));
    }
  });

  it('paints little again when a change of a full drawing is undone, redone, or undone after a clearing', () => {
    const drawing = drawingOf(Array.from({ length: 100 }, (_, stroke) => points(200, 7 * stroke)));
    const { settled, painter } = canvasPair();
    painter.paint(drawing, false, 'ink');
    let painted = 0;
    const push = settled.push.bind(settled);
    settled.push = (...calls) => {
      if (calls.length === 1) painted++;
      return push(...calls);
    };
    const shown = [19_800, 19_600, 19_800, 20_000, 8400, 8200].map((moment) => atMoment(drawing, moment));
    for (const moment of [...shown, emptyDrawing(), drawing]) {
      painted = 0;
      painter.paint(moment, false, 'ink');
      expect(painted, `at ${moment.points} points`).toBeLessThan(4200 * 1.2);
      expect([...settled]).toEqual(atOnce(moment));
    }
  });

  it('paints little again when one scrubs through a single stroke, forward as well as back', () => {
    const drawing = drawingOf([points(20_000)]);
    const { settled, wet, painter } = canvasPair();
    painter.paint(drawing, false, 'ink');
    let painted = 0;
    const push = settled.push.bind(settled);
    settled.push = (...calls) => {
      if (calls.length === 1) painted++;
      return push(...calls);
    };
    for (const moment of [19_000, 4321, 18_765, 18_764, 150, 9999]) {
      painted = 0;
      const shown = atMoment(drawing, moment);
      painter.paint(shown, true, 'ink');
      expect(painted, `at ${moment} points`).toBeLessThan(1100 * 1.2);
      const fresh = canvasPair();
      fresh.painter.paint(shown, true, 'ink');
      expect([...settled]).toEqual(fresh.settled);
      expect([...wet]).toEqual(fresh.wet);
    }
  });

  it('paints a dot, also one that was tapped twice in the same place', () => {
    for (const dot of [
      [[5, 5]],
      [
        [5, 5],
        [5, 5],
      ],
    ]) {
      const path = atOnce(drawingOf([dot]));
      expect(path.filter((call) => call.startsWith('line 5.5'))).toHaveLength(1);
    }
  });

  it('keeps the end of the stroke in progress off the settled canvas until it is finished', () => {
    const drawing = drawingOf([points(10)]);
    const { settled, wet, painter } = canvasPair();
    painter.paint(drawing, true, 'ink');
    expect(settled).toEqual([]);
    expect(wet.length).toBeGreaterThan(0);
    painter.paint(drawing, false, 'ink');
    expect(settled).toEqual(atOnce(drawing));
    expect(wet).toEqual([]);
  });
});
