"""Memory stays flat in long sessions."""

from pen import pad_box
from visit import Visit

# At this many moves per frame, two minutes at 60 moves a second take about ten seconds.
MOVES_A_FRAME = 12
MOVES = 2 * 60 * 60

# Draws strokes of 120 moves, eight to a drawing, then clears; `from` and `to` count moves.
DRAW = """async ({ from, to, movesAFrame }) => {
  const ink = document.querySelector('#ink'), box = ink.getBoundingClientRect();
  const fire = (type, x, y, buttons) => ink.dispatchEvent(new PointerEvent(type, { bubbles: true, cancelable: true,
    pointerId: 1, pointerType: 'mouse', isPrimary: true, buttons, button: type === 'pointermove' ? -1 : 0,
    clientX: box.left + x * box.width, clientY: box.top + y * box.height }));
  for (let move = from; move < to; move++) {
    const x = 0.5 + 0.4 * Math.cos(move * 0.05), y = 0.5 + 0.4 * Math.sin(move * 0.083);
    if (move % 120 === 0) fire('pointerdown', x, y, 1);
    fire('pointermove', x, y, 1);
    if (move % 120 === 119) fire('pointerup', x, y, 0);
    if (move % 960 === 959) document.querySelector('#clear').click();
    if (move % movesAFrame === 0) await new Promise((done) => requestAnimationFrame(done));
  }
}"""


# Plays the drawing from its beginning to its end, so many times.
REPLAY = """async (times) => {
  const timeline = document.querySelector('#timeline'), play = document.querySelector('#play');
  const next = () => new Promise((done) => requestAnimationFrame(done));
  const isWhole = () => timeline.dataset.moment === timeline.dataset.moments;
  let seen = 0;
  for (let replay = 0; replay < times; replay++) {
    play.click();
    let begun = false;
    for (let frame = 0; frame < 600 && !(begun && isWhole()); frame++) {
      await next();
      begun ||= !isWhole();
    }
    seen += begun && isWhole() ? 1 : 0;
  }
  return seen;
}"""


def used(visit: Visit) -> tuple[float, float, float]:
    """Bytes of the JavaScript heap, DOM nodes and event listeners in use after garbage collection."""
    visit.settle()
    visit.devtools.send("HeapProfiler.collectGarbage")
    metrics = {one["name"]: one["value"] for one in visit.devtools.send("Performance.getMetrics")["metrics"]}
    return metrics["JSHeapUsedSize"], metrics["Nodes"], metrics["JSEventListeners"]


def test_memory_stays_flat_through_two_minutes_of_drawing(visit: Visit) -> None:
    assert pad_box(visit)[2] > 0
    visit.devtools.send("Performance.enable")
    warm = MOVES // 4
    visit.page.evaluate(DRAW, {"from": 0, "to": warm, "movesAFrame": MOVES_A_FRAME})
    heap_early, nodes_early, listeners_early = used(visit)
    visit.page.evaluate(DRAW, {"from": warm, "to": MOVES, "movesAFrame": MOVES_A_FRAME})
    heap_late, nodes_late, listeners_late = used(visit)
    assert heap_late - heap_early < 500_000, f"the heap grew from {heap_early:,.0f} to {heap_late:,.0f} bytes"
    assert nodes_late - nodes_early <= 20, f"DOM nodes grew from {nodes_early:.0f} to {nodes_late:.0f}"
    assert listeners_late <= listeners_early, f"listeners grew from {listeners_early:.0f} to {listeners_late:.0f}"


def test_memory_stays_flat_through_a_hundred_replays(visit: Visit) -> None:
    points = [[100 * step, step**2, 20 * step] for step in range(12)]
    visit.page.evaluate("(strokes) => window.inkspect.draw(strokes)", [points])
    visit.page.locator("#play-speed").click()
    visit.devtools.send("Performance.enable")
    assert visit.page.evaluate(REPLAY, 10) == 10
    heap_early, nodes_early, listeners_early = used(visit)
    assert visit.page.evaluate(REPLAY, 100) == 100
    heap_late, nodes_late, listeners_late = used(visit)
    assert heap_late - heap_early < 500_000, f"the heap grew from {heap_early:,.0f} to {heap_late:,.0f} bytes"
    assert nodes_late - nodes_early <= 20, f"DOM nodes grew from {nodes_early:.0f} to {nodes_late:.0f}"
    assert listeners_late <= listeners_early, f"listeners grew from {listeners_early:.0f} to {listeners_late:.0f}"
