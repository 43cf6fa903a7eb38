// What does not fit on the page as it stands, as sentences; none when all is well.
() => {
  const root = document.documentElement;
  const misfits = [];

  const nameOf = (element) => {
    const id = element.id && `#${element.id}`;
    const classes = [...element.classList].map((word) => `.${word}`).join('');
    return `${element.tagName.toLowerCase()}${id}${classes} "${element.textContent.trim().slice(0, 30)}"`;
  };
  const isSeen = (element) =>
    !element.closest('.unseen, [hidden]') &&
    element.checkVisibility({ visibilityProperty: true, opacityProperty: true });
  const speaks = (element) => [...element.childNodes].some((node) => node.nodeType === Node.TEXT_NODE && node.data.trim());
  const isPart = (element) => element.matches('button, a, summary, select, input, canvas, [data-digit]') || speaks(element);

  // A picture's canvas may have a box of its own, which names it.
  const holderOf = (canvas) => canvas.closest('[role="img"]')?.parentElement ?? canvas.parentElement;
  const isBackground = (canvas, other) => canvas.matches('canvas') && holderOf(canvas).contains(other);
  // What stays in sight while a table scrolls, or Learn on phones, lies over the rest of it, on paper of its own.
  const isSticky = (element) => getComputedStyle(element).position === 'sticky' || element.closest('.learn-top') !== null;
  // On phones the answer's ring, which lies outside its cell, reaches the network that leads to it.
  const RING = 2;
  const isNetwork = (element) => element.matches('.diagram-canvas, .diagram-focus');
  const isRing = (a, b, height) => isNetwork(a) !== isNetwork(b) && (a.matches('.dial-canvas') || b.matches('.dial-canvas')) && height <= RING;

  // What can be scrolled out of sight lies within the frame that scrolls.
  const visibleBox = (element) => {
    let { left, top, right, bottom } = element.getBoundingClientRect();
    for (let outer = element.parentElement; outer && outer !== document.body; outer = outer.parentElement) {
      const { overflowX, overflowY } = getComputedStyle(outer);
      if (!/auto|scroll/.test(overflowX + overflowY)) continue;
      const frame = outer.getBoundingClientRect();
      [left, right] = [Math.max(left, frame.left), Math.min(right, frame.right)];
      [top, bottom] = [Math.max(top, frame.top), Math.min(bottom, frame.bottom)];
    }
    return { left, top, right, bottom, width: right - left, height: bottom - top };
  };

  const parts = [...document.querySelectorAll('#page *')]
    .filter((element) => isPart(element) && isSeen(element))
    .map((element) => ({ element, box: visibleBox(element) }))
    // A pixel is how words only for screen readers are kept.
    .filter(({ box }) => box.width > 1.5 && box.height > 1.5);

  const checkSideways = () => {
    if (root.scrollWidth > root.clientWidth) misfits.push(`the page is ${root.scrollWidth} px wide in ${root.clientWidth}`);
    for (const { element, box } of parts) {
      if (box.left < -0.5 || box.right > root.clientWidth + 0.5) misfits.push(`${nameOf(element)} leaves the page sideways`);
    }
  };

  const checkCut = ({ element, box }) => {
    if (element instanceof SVGElement || !speaks(element)) return;
    if (element.scrollWidth > element.clientWidth + 1 && getComputedStyle(element).display !== 'inline') {
      misfits.push(`${nameOf(element)} is cut: ${element.scrollWidth} px of text in ${element.clientWidth}`);
    }
    for (let outer = element.parentElement; outer && outer !== document.body; outer = outer.parentElement) {
      const { overflowX, overflowY } = getComputedStyle(outer);
      if (!/hidden|clip/.test(overflowX + overflowY)) continue;
      const frame = outer.getBoundingClientRect();
      const sideways = box.left < frame.left - 1 || box.right > frame.right + 1;
      const upright = box.top < frame.top - 1 || box.bottom > frame.bottom + 1;
      if (sideways || upright) misfits.push(`${nameOf(element)} is cut by ${nameOf(outer)}`);
    }
  };

  // A button's words and picture keep clear of its edges.
  const checkButton = ({ element, box }) => {
    const button = element.closest('button');
    if (!button || button === element) return;
    const frame = button.getBoundingClientRect();
    if (box.left < frame.left + 1 || box.right > frame.right - 1) misfits.push(`${nameOf(element)} touches its button's edge`);
  };

  // A word of any language stays on one line; checksums and the like may break anywhere.
  const checkWords = ({ element }) => {
    const style = getComputedStyle(element);
    if (style.overflowWrap === 'anywhere' || style.writingMode !== 'horizontal-tb') return;
    const language = element.closest('[lang]').lang;
    for (const node of element.childNodes) {
      if (node.nodeType !== Node.TEXT_NODE) continue;
      for (const { segment, index, isWordLike } of new Intl.Segmenter(language, { granularity: 'word' }).segment(node.data)) {
        if (!isWordLike || segment.length < 2) continue;
        const range = document.createRange();
        range.setStart(node, index);
        range.setEnd(node, index + segment.length);
        const lines = new Set([...range.getClientRects()].map(({ top }) => Math.round(top)));
        if (lines.size > 1) misfits.push(`${nameOf(element)} breaks inside "${segment}"`);
      }
    }
  };

  const checkOverlap = (a, b) => {
    const width = Math.min(a.box.right, b.box.right) - Math.max(a.box.left, b.box.left);
    const height = Math.min(a.box.bottom, b.box.bottom) - Math.max(a.box.top, b.box.top);
    // Of a thousand parts few pairs come near each other; what follows takes longer.
    if (width <= 1 || height <= 1) return;
    if (a.element.contains(b.element) || b.element.contains(a.element)) return;
    // A canvas is what its neighbours are laid on: the pad's layers, the labels of a picture.
    if (isBackground(a.element, b.element) || isBackground(b.element, a.element)) return;
    if (isRing(a.element, b.element, height) || isSticky(a.element) !== isSticky(b.element)) return;
    misfits.push(`${nameOf(a.element)} overlaps ${nameOf(b.element)} by ${width.toFixed(1)}×${height.toFixed(1)} px`);
  };

  checkSideways();
  parts.forEach(checkCut);
  parts.forEach(checkButton);
  parts.forEach(checkWords);
  parts.forEach((part, index) => parts.slice(index + 1).forEach((other) => checkOverlap(part, other)));
  return misfits;
}
