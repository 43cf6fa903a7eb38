// Every text whose contrast with what lies behind it is less than 4.5:1, as sentences; disabled controls are let off,
// as in WCAG. A canvas counts as the paper it is painted on: what axe cannot see through is looked at here.
() => {
  const probe = document.createElement('canvas').getContext('2d', { willReadFrequently: true });
  const rgba = (color) => {
    probe.clearRect(0, 0, 1, 1);
    probe.fillStyle = color;
    probe.fillRect(0, 0, 1, 1);
    return probe.getImageData(0, 0, 1, 1).data;
  };
  const luminance = ([red, green, blue]) =>
    [red, green, blue]
      .map((byte) => byte / 255)
      .map((part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4))
      .reduce((sum, part, index) => sum + part * [0.2126, 0.7152, 0.0722][index], 0);
  const ratio = (a, b) => {
    const [dark, light] = [luminance(a), luminance(b)].sort((x, y) => x - y);
    return (light + 0.05) / (dark + 0.05);
  };
  const behind = (element) => {
    for (let outer = element; outer; outer = outer.parentElement) {
      const color = rgba(getComputedStyle(outer).backgroundColor);
      if (color[3] === 255) return color;
    }
    return rgba(getComputedStyle(document.documentElement).getPropertyValue('--paper'));
  };
  const speaks = (element) => [...element.childNodes].some((node) => node.nodeType === Node.TEXT_NODE && node.data.trim());

  const faint = [];
  for (const element of document.querySelectorAll('#page *')) {
    if (!speaks(element) || element.closest('.unseen, [hidden], :disabled, [aria-disabled="true"]')) continue;
    if (!element.checkVisibility({ visibilityProperty: true, opacityProperty: true })) continue;
    const found = ratio(rgba(getComputedStyle(element).color), behind(element));
    if (found < 4.5) faint.push(`"${element.textContent.trim().slice(0, 30)}" has a contrast of ${found.toFixed(2)}`);
  }
  // The words and figures in the pictures are painted in these two.
  const root = getComputedStyle(document.documentElement);
  for (const name of ['--ink', '--muted']) {
    const found = ratio(rgba(root.getPropertyValue(name)), rgba(root.getPropertyValue('--paper')));
    if (found < 4.5) faint.push(`${name} on --paper has a contrast of ${found.toFixed(2)}`);
  }
  return faint;
}
