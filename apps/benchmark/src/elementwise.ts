import { erf, exp, jit, log, mul, sigmoid, sum, type Tensor, tanh, variable, zeros } from '@gradkit/core';
import type { Section } from './finding.ts';
import { type Contender, type Effort, measure, ratio, type Timing } from './measure.ts';
import { uniformTensor } from './samples.ts';

interface Row {
  readonly name: string;
  readonly apply: (x: Tensor) => Tensor;
  /** Inputs lie between -range and range, or between 0 and range where only these have a value. */
  readonly range: number;
  /** What JavaScript has for it. */
  readonly builtIn?: (x: number) => number;
}

const rows: readonly Row[] = [
  { name: 'exp', apply: exp, range: 10, builtIn: Math.exp },
  { name: 'tanh', apply: tanh, range: 4, builtIn: Math.tanh },
  { name: 'sigmoid', apply: sigmoid, range: 8 },
  { name: 'log', apply: (x) => log(x), range: 100, builtIn: Math.log },
  { name: 'erf', apply: erf, range: 3 },
];

const million = 2 ** 20;

const inputs = (name: string, range: number): Tensor => {
  const x = mul(uniformTensor([million], 1), range);
  return name === 'log' ? mul(x, x) : x;
};

/** From one variable to another, so that no array is copied between the host and the program. */
function compiled({ name, apply, range }: Row): Contender {
  const [x, y] = [variable(inputs(name, range)), variable(zeros([million]))];
  const step = jit(() => y.assign(apply(x.value)));
  return {
    name,
    run: (times) => {
      for (let i = 0; i < times; i++) step();
    },
  };
}

function inJavaScript({ name, range }: Row, builtIn: (x: number) => number): Contender {
  const x = inputs(name, range).dataSync() as Float32Array;
  const y = new Float32Array(million);
  return {
    name: `Math.${name}`,
    run: (times) => {
      for (let repeat = 0; repeat < times; repeat++) {
        for (let i = 0; i < million; i++) y[i] = builtIn(x[i] as number);
      }
      if (Number.isNaN(y[million - 1])) throw new Error(`Math.${name} gave NaN.`);
    },
  };
}

function sumContender(): Contender {
  const x = variable(uniformTensor([4 * million], 1));
  const step = jit(() => sum(x.value));
  let total = 0;
  return {
    name: 'sum of 4 M',
    run: (times) => {
      for (let i = 0; i < times; i++) total += step().item();
      if (!Number.isFinite(total)) throw new Error('the sum is not a number.');
    },
  };
}

/** Functions of one number, over a million of them, and a sum. */
export function elementwise(effort: Effort): Section {
  const baselines = rows.flatMap((row) => (row.builtIn === undefined ? [] : [inJavaScript(row, row.builtIn)]));
  const timings = measure([...rows.map(compiled), sumContender(), ...baselines], effort);
  const found = new Map(timings.map((timing) => [timing.name, timing]));
  return {
    title: 'Functions over 1 M elements, and a sum, one thread',
    findings: timings.map((timing) => {
      const elements = timing.name === 'sum of 4 M' ? 4 * million : million;
      const rate = (seconds: number): number => elements / seconds / 1e6;
      const [low, high] = timing.quartiles;
      const builtIn = found.get(`Math.${timing.name}`);
      return {
        what: timing.name,
        value: rate(timing.median),
        unit: 'M/s',
        quartiles: [rate(high), rate(low)],
        ...(builtIn === undefined ? {} : { ratio: speedUp(timing, builtIn) }),
      };
    }),
  };
}

function speedUp(timing: Timing, builtIn: Timing): { readonly to: string; readonly value: number } {
  return { to: builtIn.name, value: ratio(builtIn, timing) };
}
