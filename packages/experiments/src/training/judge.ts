import { argmax, cast, equal, jit, mean, stack, type Tensor } from '@gradkit/core';
import type { Sample } from '@gradkit/data';
import type { Model } from '@gradkit/layers';
import { sparseCategoricalCrossentropy } from '@gradkit/losses';

/** How well a classifier does on some samples. */
export interface Judgement {
  /** Mean cross-entropy, without penalties and without dropout. */
  readonly loss: number;
  /** Share of the samples whose largest score is that of their class. */
  readonly accuracy: number;
}

/** A function that judges a classifier that ends in scores (logits), one for each class. */
export function judge(model: Pick<Model, 'apply'>): (samples: Sample) => Judgement {
  const loss = sparseCategoricalCrossentropy({ fromLogits: true });
  const measure = jit((x: Tensor, y: Tensor) => {
    const scores = model.apply(x, { training: false });
    return stack([loss(y, scores), mean(cast(equal(argmax(scores, { axis: -1 }), y), 'float32'))]);
  });
  return ({ x, y }) => {
    const [value, accuracy] = measure(x, y).dataSync() as Float32Array;
    return { loss: value as number, accuracy: accuracy as number };
  };
}
