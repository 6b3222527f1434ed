import { gradients } from '@gradkit/autograd';
import { abs, cast, jit, lessEqual, max, mean, stack, sum, type Tensor } from '@gradkit/core';
import type { Sequential } from '@gradkit/layers';

/**
 * A function that tells the share of dead units behind each dense layer of a model but the last: those whose activation has a
 * slope of at most 0.001 for every sample, so that no gradient comes through.
 */
export function deadShares(model: Sequential): (x: Tensor) => readonly number[] {
  const measure = jit((x: Tensor) => {
    const shares: Tensor[] = [];
    let value = x;
    for (const layer of model.layers) {
      const output = layer.apply(value, { training: false });
      if (layer.kind !== 'dense') {
        const [slopes] = gradients(sum(output), [value]) as [Tensor];
        shares.push(mean(cast(lessEqual(max(abs(slopes), { axis: 0 }), 1e-3), 'float32')));
      }
      value = output;
    }
    return stack(shares);
  });
  return (x) => [...measure(x).dataSync()];
}
