import type { Activation } from '@gradkit/activations';
import { gradients } from '@gradkit/autograd';
import { type DType, jit, sum, type Tensor, type TypedArray, tensor } from '@gradkit/core';

/** What an activation makes of numbers, and its slopes there. */
export interface Applied {
  readonly values: TypedArray;
  readonly slopes: TypedArray;
}

/** So many numbers at a time: two programs serve all layers with the same activation. */
const [large, small] = [2 ** 15, 2 ** 12];

/** A function of each element, and its slopes, for any number of elements. */
export function appliedActivation(activation: Activation): (from: TypedArray, dtype: DType) => Applied {
  const apply = jit((x: Tensor) => {
    const y = activation(x);
    const [slopes] = gradients(sum(y), [x]);
    return [y, slopes] as const;
  });
  const applied = (from: TypedArray, dtype: DType): Applied => {
    const [y, slopes] = apply(tensor(from, { dtype }));
    return { values: y.dataSync(), slopes: slopes.dataSync() };
  };
  return (from, dtype) => {
    if (from.length === large || from.length === small) return applied(from, dtype);
    const empty = (length: number): TypedArray =>
      from instanceof Float64Array ? new Float64Array(length) : new Float32Array(length);
    const [values, slopes] = [empty(from.length), empty(from.length)];
    for (let start = 0; start < from.length; ) {
      const chunk = from.length - start >= large ? large : small;
      const part = empty(chunk);
      const own = from.subarray(start, start + chunk);
      part.set(own as Float32Array);
      const made = applied(part, dtype);
      values.set(made.values.subarray(0, own.length) as Float32Array, start);
      slopes.set(made.slopes.subarray(0, own.length) as Float32Array, start);
      start += chunk;
    }
    return { values, slopes };
  };
}
