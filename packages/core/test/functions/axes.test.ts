import { describe, expect, it } from 'vitest';
import { ArgumentError, moveAxis, swapAxes, transpose, zeros } from '../../src/index.ts';
import { numbered } from './elements.ts';

const x = numbered([2, 3, 4]);

describe('moveAxis', () => {
  it('puts axes where they are wanted and keeps the order of the others', () => {
    expect(moveAxis(x, 0, -1).toArray()).toEqual(transpose(x, [1, 2, 0]).toArray());
    expect(moveAxis(x, -1, 0).toArray()).toEqual(transpose(x, [2, 0, 1]).toArray());
    expect(moveAxis(x, [0, 2], [2, 0]).toArray()).toEqual(transpose(x, [2, 1, 0]).toArray());
    expect(moveAxis(x, [0, 1], [-1, -2]).shape).toEqual([4, 3, 2]);
    expect(moveAxis(x, 1, 1).toArray()).toEqual(x.toArray());
    expect(moveAxis(x, [], []).toArray()).toEqual(x.toArray());
    expect(moveAxis(zeros([0, 1]), 0, 1).shape).toEqual([1, 0]);
  });

  it('is undone by exchanging source and destination', () => {
    for (const [from, to] of [
      [0, 2],
      [
        [1, 2],
        [0, 1],
      ],
      [
        [0, 2],
        [1, 0],
      ],
    ] as const) {
      expect(moveAxis(moveAxis(x, from, to), to, from).toArray()).toEqual(x.toArray());
    }
  });

  it('explains what does not fit', () => {
    expect(() => moveAxis(zeros([2, 3]), null as never, 0)).toThrow(
      'moveAxis: expected an axis or an array of axes, got null.',
    );
    expect(() => moveAxis(x, 3, 0)).toThrow('moveAxis: axis 3 is outside [-3, 2] for rank 3.');
    expect(() => moveAxis(x, [0, -3], [0, 1])).toThrow('moveAxis: axes [0, 0] name an axis twice.');
    expect(() => moveAxis(x, [0, 1], 0)).toThrow(ArgumentError);
    expect(() => moveAxis(x, [0, 1], 0)).toThrow('moveAxis: 2 axes of [2, 3, 4] cannot go to 1 positions.');
  });
});

describe('swapAxes', () => {
  it('exchanges two axes', () => {
    expect(swapAxes(x, 0, 2).toArray()).toEqual(transpose(x).toArray());
    expect(swapAxes(x, -1, -2).toArray()).toEqual(transpose(x, [0, 2, 1]).toArray());
    expect(swapAxes(x, 1, 1).toArray()).toEqual(x.toArray());
  });

  it('explains axes that do not exist', () => {
    expect(() => swapAxes(x, 0, 3)).toThrow(ArgumentError);
    expect(() => swapAxes(x, 0, 3)).toThrow('swapAxes: axis 3 is outside [-3, 2] for rank 3.');
  });
});
