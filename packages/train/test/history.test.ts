import { describe, expect, it } from 'vitest';
import { recordHistory } from '../src/history.ts';

const recorded = () => {
  const { history, add } = recordHistory({ loss: 'min', accuracy: 'max', spread: 'none' });
  add(3, { loss: 2, accuracy: 0.5, spread: 1 });
  add(4, { loss: Number.NaN, accuracy: 0.75, spread: 1 });
  add(5, { loss: 1, accuracy: 0.25, spread: 1 });
  return history;
};

describe('history', () => {
  it('holds one number per epoch under each name', () => {
    const { epochs, logs, flags } = recorded();
    expect(epochs).toEqual([3, 4, 5]);
    expect(logs).toEqual({ loss: [2, Number.NaN, 1], accuracy: [0.5, 0.75, 0.25], spread: [1, 1, 1] });
    expect(flags).toEqual({ nonFiniteInputs: false });
  });

  it('knows the best value of each', () => {
    expect(recorded().best('loss')).toBe(1);
    expect(recorded().best('accuracy')).toBe(0.75);
  });

  it('has NaN as the best only where there is nothing else', () => {
    const { history, add } = recordHistory({ loss: 'min' });
    add(0, { loss: Number.NaN });
    expect(history.best('loss')).toBeNaN();
  });

  it('says what there is, when asked for something else', () => {
    expect(() => recorded().best('valLoss')).toThrow(
      'best: nothing is called "valLoss". There is loss, accuracy, spread.',
    );
    expect(() => recorded().best('spread')).toThrow('not ordered');
  });
});
