import { valueAndGrad } from '@gradkit/autograd';
import {
  add,
  explain,
  jit,
  key,
  matmul,
  mul,
  scan,
  sigmoid,
  slice,
  square,
  sum,
  type Tensor,
  tanh,
  uniform,
  zeros,
} from '@gradkit/core';
import { interleave } from '../measure.ts';
import { median } from '../statistics.ts';

const batch = 32;
const units = 128;
const steps = 200;

export interface ScanRow {
  readonly name: string;
  /** Milliseconds to record, plan, emit and load the program: the first one of the process, and the median of others. */
  readonly firstCompilation: number;
  readonly compilation: number;
  /** Milliseconds for all steps. */
  readonly time: number;
}

/** Long short-term memory: gates forget, input, cell, output, from one product with the carry and one with the slice. */
function cell(weights: Tensor, inputs: Tensor, bias: Tensor) {
  return ([h, c]: [Tensor, Tensor], x: Tensor): [[Tensor, Tensor], Tensor] => {
    const z = add(add(matmul(h, weights), matmul(x, inputs)), bias);
    const gate = (i: number): Tensor => slice(z, [0, i * units], [batch, (i + 1) * units]);
    const content = add(mul(sigmoid(gate(0)), c), mul(sigmoid(gate(1)), tanh(gate(2))));
    const output = mul(sigmoid(gate(3)), tanh(content));
    return [[output, content], output];
  };
}

function loss([weights, inputs, bias]: Tensor[], xs: Tensor): Tensor {
  const start = zeros([batch, units]);
  return sum(square(scan(cell(weights as Tensor, inputs as Tensor, bias as Tensor), [start, start], xs)[1]));
}

/** A compiled loop over a recurrent cell: how long its program takes to make, and to run. */
export function measureScan(): ScanRow[] {
  const shapes = [[units, 4 * units], [units, 4 * units], [4 * units]];
  const parameters = shapes.map((shape, i) => uniform(key(i), shape, { min: -0.1, max: 0.1 }).realize());
  const xs = uniform(key(9), [steps, batch, units], { min: -1, max: 1 }).realize();
  const programs = [
    { name: 'forward and backward', of: valueAndGrad(loss) },
    { name: 'forward', of: loss },
  ];
  const compilations = programs.map(({ of }) =>
    // Another length is another program.
    Array.from({ length: 7 }, (_, i) => {
      const start = performance.now();
      explain(jit(of as (p: Tensor[], x: Tensor) => unknown), parameters, zeros([steps + i, batch, units]));
      return performance.now() - start;
    }),
  );
  const timings = interleave(
    programs.map(({ name, of }) => {
      const compiled = jit(of as (p: Tensor[], x: Tensor) => unknown);
      return {
        name,
        run: (count: number) => {
          for (let i = 0; i < count; i++) compiled(parameters, xs);
        },
      };
    }),
    { rounds: 9, target: 200 },
  );
  return timings.map(({ name, rounds }, i) => {
    const [first, ...others] = compilations[i] as [number, ...number[]];
    return { name, firstCompilation: first, compilation: median(others), time: median(rounds) };
  });
}
