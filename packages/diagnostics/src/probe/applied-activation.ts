import type { Activation } from '@gradkit/activations';
import { gradients } from '@gradkit/autograd';
import { type DType, jit, sum, type Tensor, type TypedArray, tensor } from '@gradkit/core';

/** What an activation makes of numbers, and its slopes there. */
export interface Applied {
  readonly values: TypedArray;
  readonly slopes: TypedArray;
}

/** So many numbers at a time: one program for all layers with the same activation. */
const chunk = 4096;

/** A function of each element, and its slopes, for any number of elements. */
export function appliedActivation(activation: Activation): (from: TypedArray, dtype: DType) => Applied {
  const apply = jit((x: Tensor) => {
    const y = activation(x);
    const [slopes] = gradients(sum(y), [x]);
    return [y, slopes] as const;
  });
  return (from, dtype) => {
    const [values, slopes] = [from.slice(), from.slice()];
    for (let start = 0; start < from.length; start += chunk) {
      const part = from.slice(start, start + chunk);
      const whole = part.length === chunk ? part : from.slice(0, 0);
      const input = whole === part ? part : padded(part);
      const [y, s] = apply(tensor(input, { dtype }));
      values.set(y.dataSync().subarray(0, part.length) as never, start);
      slopes.set(s.dataSync().subarray(0, part.length) as never, start);
    }
    return { values, slopes };
  };
}

function padded(part: TypedArray): TypedArray {
  const full = part instanceof Float64Array ? new Float64Array(chunk) : new Float32Array(chunk);
  full.set(part as Float32Array);
  return full;
}
