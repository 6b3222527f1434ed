import { softplus } from '@gradkit/activations';
import {
  abs,
  add,
  clip,
  div,
  erf,
  expm1,
  greater,
  lessEqual,
  maximum,
  minimum,
  mul,
  sigmoid,
  type Tensor,
  type TensorLike,
  tanh,
  where,
} from '@gradkit/core';

/** `x` where it is positive, `α · (eˣ − 1)` elsewhere. */
export function elu(x: Tensor, alpha: number): Tensor {
  const negative = lessEqual(x, 0);
  return where(negative, mul(expm1(where(negative, x, 0)), alpha), x);
}

/** `max(x, 0) + min(α · (e^(x / α) − 1), 0)` */
export function celu(x: Tensor, alpha: number): Tensor {
  return add(maximum(x, 0), minimum(mul(expm1(div(x, alpha)), alpha), 0));
}

/** `γ · elu(x)` */
export function selu(x: Tensor, alpha: number, gamma: number): Tensor {
  return mul(elu(x, alpha), gamma);
}

/** `x / 2 · (1 + erf(x / √2))` */
export function gelu(x: Tensor): Tensor {
  return mul(mul(x, 0.5), add(erf(mul(x, Math.SQRT1_2)), 1));
}

/** `x / 2 · (1 + tanh(√(2 / π) · (x + 0.044715 · x³)))` */
export function geluByTanh(x: Tensor): Tensor {
  const cubic = add(x, mul(mul(mul(x, x), x), 0.044715));
  return mul(mul(x, 0.5), add(tanh(mul(cubic, Math.sqrt(2 / Math.PI))), 1));
}

/** `min(max(α · x + β, 0), 1)` */
export function hardSigmoid(x: Tensor, alpha: number, beta: number): Tensor {
  return clip(add(mul(x, alpha), beta), 0, 1);
}

/** `x · min(max(x + 3, 0), 6) / 6` */
export function hardSwish(x: Tensor): Tensor {
  return div(mul(x, clip(add(x, 3), 0, 6)), 6);
}

/** `x · σ(α · x)` */
export function swish(x: Tensor, alpha: number): Tensor {
  return mul(x, sigmoid(mul(x, alpha)));
}

/** `x · tanh(softplus(x))` */
export function mish(x: Tensor): Tensor {
  return mul(x, tanh(softplus(x)));
}

/** `x / (1 + |x|)` */
export function softsign(x: Tensor): Tensor {
  return div(x, add(abs(x), 1));
}

/** `x` where it is positive, `slope · x` elsewhere; slopes broadcast. */
export function prelu(x: Tensor, slope: TensorLike): Tensor {
  return where(greater(x, 0), x, mul(x, slope));
}
