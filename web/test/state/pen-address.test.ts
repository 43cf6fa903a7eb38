import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isInside } from '../../src/explain/pen/parts.ts';
import { isSameFragment, readFragment } from '../../src/state/address.ts';
import { type HeadChoice, NO_PEN_ASKING, PEN_VIEWS, type PenAsking } from '../../src/state/pen-asking.ts';
import { stateOf, WHOLE_PEN, write } from '../addressed.ts';
import { anyPenPart } from '../pen-parts.ts';

const anyHeads: fc.Arbitrary<HeadChoice> = fc
  .record({
    layer: fc.nat(1),
    head: fc.nat(3),
    against: fc.option(fc.nat(3)),
  })
  .filter(({ head, against }) => head !== against);

const anyPenAsking: fc.Arbitrary<PenAsking> = fc.record({
  view: fc.constantFrom(...PEN_VIEWS),
  heads: anyHeads,
  inside: fc.boolean(),
  token: fc.option(fc.nat(99)),
  pointedToken: fc.constant(null),
  part: fc.option(anyPenPart),
  pointed: fc.constant(null),
  leftOut: fc.uniqueArray(fc.nat(9998), { maxLength: 5 }).map((strokes) => strokes.sort((a, b) => a - b)),
});

describe('the fragment of the address', () => {
  it('holds what is asked of the pen’s network, layers, heads and strokes counted from 1', () => {
    const asked = readFragment(WHOLE_PEN);
    expect(asked).toMatchObject({
      place: 'pen',
      penAsking: {
        view: 'write',
        heads: { layer: 1, head: 2, against: 0 },
        inside: true,
        token: 17,
        part: { quantity: 'attention', layer: 1, head: 2, token: 17, key: 9 },
        leftOut: [0, 2],
      },
    });
    expect(write(asked)).toBe(WHOLE_PEN);
  });

  it('reads back whatever was asked of the pen’s network', () => {
    fc.assert(
      fc.property(anyPenAsking, (penAsking) => {
        const token = penAsking.token ?? penAsking.part?.token ?? null; // a pinned number's token is looked at
        const inside = penAsking.inside || (penAsking.part !== null && isInside(penAsking.part)); // and it is in sight
        expect(readFragment(write({ place: 'pen', penAsking }))).toMatchObject({
          place: 'pen',
          penAsking: { ...penAsking, token, inside },
        });
      }),
    );
  });

  it('says nothing of the pen’s network outside its place, nor of what is only pointed at', () => {
    const { penAsking } = readFragment(WHOLE_PEN);
    expect(write({ place: 'draw', penAsking })).toBe('');
    expect(write({ place: 'learn', penAsking })).toBe('place=learn');
    expect(readFragment(WHOLE_PEN.replace('place=pen', 'place=learn')).penAsking).toBe(NO_PEN_ASKING);
    const pointing = { ...NO_PEN_ASKING, pointedToken: 3, pointed: penAsking.part };
    expect(write({ place: 'pen', penAsking: pointing })).toBe('place=pen');
  });

  it('changes with everything that is asked of the pen’s network, in its place alone', () => {
    const nothing = stateOf({ place: 'pen' });
    const { penAsking } = readFragment(WHOLE_PEN);
    for (const name of ['view', 'heads', 'token', 'part', 'leftOut'] as const) {
      const one = { ...NO_PEN_ASKING, [name]: penAsking[name] };
      expect(isSameFragment(nothing, { ...nothing, penAsking: one }), name).toBe(false);
      expect(isSameFragment(stateOf({}), stateOf({ penAsking: one })), name).toBe(true);
    }
    const pointing = { ...NO_PEN_ASKING, pointedToken: 3, pointed: penAsking.part };
    expect(isSameFragment(nothing, { ...nothing, penAsking: pointing })).toBe(true);
  });

  it.each([
    ['a view that is none, or the first', 'view=reads&view=write', ''],
    ['the first view, head and nothing left out, as they are at first', 'view=read&heads=1.1&without=', ''],
    ['a head of no layer', 'heads=3.1', ''],
    ['no such head', 'heads=1.5', ''],
    ['a head against itself', 'heads=1.2-2', ''],
    ['a head against none', 'heads=1.2-5', ''],
    ['heads counted from 0', 'heads=0.0', ''],
    ['no token', 'token=-1', ''],
    ['a token of three decimals', 'token=100', ''],
    ['a number that is none', 'number=query.3.1.1&token=2', 'token=2'],
    ['a stroke counted from 0', 'without=0', ''],
    ['strokes with a gap', 'without=1,,2', ''],
    ['more strokes than can be counted', 'without=10000', ''],
  ])('in Pen drops %s', (_, written, kept) => {
    expect(write(readFragment(`#place=pen&${written}`))).toBe(['place=pen', kept].filter(Boolean).join('&'));
  });

  it('names each stroke that is left out once, in order', () => {
    expect(write(readFragment('#place=pen&without=3,1,3,2'))).toBe('place=pen&without=1,2,3');
  });
});
