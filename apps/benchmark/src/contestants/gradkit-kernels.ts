import { valueAndGrad, vjp } from '@gradkit/autograd';
import {
  add,
  conv2d,
  erf,
  exp,
  jit,
  log,
  matmul,
  mul,
  scan,
  sigmoid,
  slice,
  square,
  sum,
  type Tensor,
  tanh,
  zeros,
} from '@gradkit/core';
import type { ConvolutionWork, FunctionWork, RecurrentWork } from '../work.ts';
import type { Workload } from '../workload.ts';

/** Reads one of the arrays to start from. */
type Read = (name: string) => Tensor;

/** A compiled function of some tensors, run again and again. */
function repeated(program: (...args: Tensor[]) => Tensor, args: readonly Tensor[]): Workload {
  let value: Tensor | undefined;
  return {
    run: () => {
      value = program(...args);
    },
    read: () => value?.dataSync() ?? [],
  };
}

/** A convolution that keeps the size of images, or the gradient of its input or kernel. */
export function convolution({ part }: ConvolutionWork, read: Read): Workload {
  const [x, kernel, cotangent] = [read('x'), read('kernel'), read('cotangent')];
  const convolve = (a: Tensor, b: Tensor): Tensor => conv2d(a, b, { padding: 'same' });
  if (part === 'forward') return repeated(jit(convolve), [x, kernel]);
  if (part === 'input') {
    const ofInput = jit((b: Tensor, g: Tensor) => vjp((a: Tensor) => convolve(a, b), x)[1](g)[0]);
    return repeated(ofInput, [kernel, cotangent]);
  }
  const ofKernel = jit((a: Tensor, g: Tensor) => vjp((b: Tensor) => convolve(a, b), kernel)[1](g)[0]);
  return repeated(ofKernel, [x, cotangent]);
}

const functions = { exp, tanh, sigmoid, log, erf, sum: (t: Tensor) => t };

/** A function of many elements, and their sum. */
export function summed({ name }: FunctionWork, read: Read): Workload {
  return repeated(
    jit((t: Tensor) => sum(functions[name](t))),
    [read('x')],
  );
}

/** Long short-term memory: gates forget, input, cell, output, from one product with the carry and one with the slice. */
function cell([weights, inputs, bias]: readonly Tensor[], { batch, units }: RecurrentWork) {
  return ([h, c]: [Tensor, Tensor], x: Tensor): [[Tensor, Tensor], Tensor] => {
    const z = add(add(matmul(h, weights as Tensor), matmul(x, inputs as Tensor)), bias as Tensor);
    const gate = (i: number): Tensor => slice(z, [0, i * units], [batch, (i + 1) * units]);
    const content = add(mul(sigmoid(gate(0)), c), mul(sigmoid(gate(1)), tanh(gate(2))));
    const output = mul(sigmoid(gate(3)), tanh(content));
    return [[output, content], output];
  };
}

/** A recurrent network in a compiled loop; its gradient goes backward through all steps. */
export function recurrent(work: RecurrentWork, read: Read): Workload {
  const loss = (parameters: Tensor[], xs: Tensor): Tensor => {
    const start = zeros([work.batch, work.units]);
    return sum(square(scan(cell(parameters, work), [start, start], xs)[1]));
  };
  const parameters = ['weights', 'inputs', 'bias'].map(read);
  const xs = read('xs');
  const both = valueAndGrad(loss);
  const forward = jit((p: Tensor[], x: Tensor) => loss(p, x));
  const backward = jit((p: Tensor[], x: Tensor) => both(p, x));
  let value: Tensor | undefined;
  return {
    run: () => {
      value = work.gradient ? backward(parameters, xs)[0] : forward(parameters, xs);
    },
    read: () => [value?.item() ?? Number.NaN],
  };
}
