import { abs, mean, square, sub, type Tensor, tensor } from '@gradkit/core';
import { describe, expect, it } from 'vitest';
import { computeMetric, lossMetric } from '../src/index.ts';

/** As `createLoss` of `@gradkit/losses` makes it. */
const distance = Object.assign(
  function distance(yTrue: Tensor, yPred: Tensor): Tensor {
    return mean(abs(sub(yTrue, yPred)));
  },
  {
    perSample: (yTrue: Tensor, yPred: Tensor) => ({ values: mean(abs(sub(yTrue, yPred)), { axis: -1 }) }),
  },
);
const yTrue = tensor([
  [1, 2],
  [3, 4],
]);
const yPred = tensor([
  [1.5, 2],
  [0, 4],
]);

describe('lossMetric', () => {
  it('is the mean of the values of samples over all batches', () => {
    const metric = lossMetric(distance);
    let state = metric.update(metric.initial(), yTrue, yPred);
    state = metric.update(state, tensor([[0, 0]]), tensor([[1, 3]]));
    expect(metric.result(state).item()).toBe((0.25 + 1.5 + 2) / 3);
    expect(metric.result(metric.initial()).item()).toBeNaN();
  });

  it('weighs samples', () => {
    expect(computeMetric(lossMetric(distance), yTrue, yPred, tensor([3, 1])).item()).toBe((0.75 + 1.5) / 4);
  });

  it('leaves out what the loss leaves out', () => {
    const some = Object.assign((): Tensor => expect.fail(), {
      perSample: () => ({ values: tensor([1, 2, Number.NaN, 5]), mask: tensor([1, 1, 0, 1]) }),
    });
    const metric = lossMetric(some, { name: 'some' });
    expect(computeMetric(metric, yTrue, yPred).item()).toBe(8 / 3);
    expect(computeMetric(metric, yTrue, yPred, tensor([1, 0, 9, 3])).item()).toBe(4);
  });

  it('takes the number of a function of two arguments for the mean over the batch', () => {
    const metric = lossMetric((a, b) => mean(square(sub(a, b))), { name: 'own' });
    let state = metric.update(metric.initial(), tensor([0]), tensor([2]));
    state = metric.update(state, tensor([0, 0, 0]), tensor([1, 1, 1]));
    expect(metric.result(state).item()).toBe(7 / 4);
    expect(() => metric.update(state, yTrue, yPred, tensor([1, 2]))).toThrow(/own: a loss that gives one number/);
  });

  it('takes a vector of such a function for values of samples', () => {
    const metric = lossMetric((a, b) => square(sub(a, b)), { name: 'own' });
    expect(computeMetric(metric, tensor([0, 0]), tensor([1, 3]), tensor([3, 1])).item()).toBe(3);
  });

  it('has the name of the loss, and is better when smaller', () => {
    expect(lossMetric(distance)).toMatchObject({ name: 'distance', direction: 'min' });
    expect(lossMetric(distance, { name: 'mae' }).name).toBe('mae');
    expect(() =>
      lossMetric(
        (
          () => () =>
            tensor(0)
        )(),
      ),
    ).toThrow(/lossMetric: the loss has no name/);
  });

  it('rejects what is no loss', () => {
    expect(() => lossMetric('mae' as never)).toThrow(
      /lossMetric: needs a loss such as meanAbsoluteError\(\), got "mae"/,
    );
    expect(() => lossMetric(distance, { nam: 'x' } as object)).toThrow(/Did you mean "name"/);
  });
});
