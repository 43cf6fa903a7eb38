import { describe, expect, it } from 'vitest';
import { ASKED, lookAtToken, NO_PEN_ASKING, shownToken } from '../../src/state/pen-asking.ts';

const tokens = (count: number) => ({ ids: new Uint8Array(count) });

describe('the token that is looked at', () => {
  const looking = (token: number | null, pointedToken: number | null = null) => ({
    ...NO_PEN_ASKING,
    token,
    pointedToken,
  });

  it('is the newest, unless one is chosen or pointed at that is there', () => {
    expect(shownToken(looking(null), tokens(7))).toBe(6);
    expect(shownToken(looking(3), tokens(7))).toBe(3);
    expect(shownToken(looking(3, 5), tokens(7))).toBe(5);
    expect(shownToken(looking(9), tokens(7))).toBe(6);
    expect(shownToken(looking(7), tokens(7))).toBe(6);
  });

  it('is ASK, after however many tokens, once something is drawn', () => {
    expect(shownToken(looking(ASKED), tokens(7))).toBe(7);
    expect(shownToken(looking(ASKED), tokens(94))).toBe(94);
    expect(shownToken(looking(null, ASKED), tokens(12))).toBe(12);
    expect(shownToken(looking(ASKED), tokens(1))).toBe(0);
  });

  it('is the newest again when it is chosen once more', () => {
    const once = lookAtToken({ penAsking: NO_PEN_ASKING }, 4);
    expect(once.penAsking.token).toBe(4);
    expect(lookAtToken(once, 4).penAsking.token).toBeNull();
  });
});
