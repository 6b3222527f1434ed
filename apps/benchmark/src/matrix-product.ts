import { jit, matmul, type Tensor } from '@gradkit/core';
import type { Finding, Section } from './finding.ts';
import { type Contender, type Effort, measure, quantile, ratio, summarise, type Timing } from './measure.ts';
import { chainCounts, operationsPerTurn, peakLoop } from './peak.ts';
import { uniformNumbers, uniformTensor } from './samples.ts';

/** Products that one call computes, one after the other, so that handing the result over weighs little. */
const productsPerCall = 4;

const sizes = [512, 511, 256, 255, 64];
const targets: { readonly [size: number]: number } = { 512: 0.8, 511: 0.75 };

/** `x · m₁ · m₂ · m₃ · m₄`, compiled. */
export function productChain(): (x: Tensor, factors: readonly Tensor[]) => Tensor {
  return jit((x: Tensor, factors: readonly Tensor[]) => factors.reduce((product, m) => matmul(product, m), x));
}

function productContender(size: number): Contender {
  const multiply = productChain();
  const x = uniformTensor([size, size], 1);
  const factors = Array.from({ length: productsPerCall }, (_, i) => uniformTensor([size, size], i + 2));
  return {
    name: `${size} × ${size}`,
    run: (times) => {
      for (let i = 0; i < times; i++) multiply(x, factors);
    },
  };
}

const turnsPerCall = 2000;

function peakContender(chains: number): Contender {
  const loop = peakLoop(chains);
  const [factor = 0.5] = uniformNumbers(1, 1);
  let sum = 0;
  return {
    name: `${chains} chains`,
    run: (times) => {
      for (let i = 0; i < times; i++) sum += loop(turnsPerCall, factor / 2, 1);
      if (!Number.isFinite(sum)) throw new Error('the multiply-add loop has overflowed.');
    },
  };
}

/** Products of square matrices inside `jit`, against the multiply-add peak of the same rounds. */
export function matrixProduct(effort: Effort): Section {
  const timings = measure([...chainCounts.map(peakContender), ...sizes.map(productContender)], effort);
  const peaks = timings.slice(0, chainCounts.length);
  const peak = best(peaks);
  const products = timings.slice(chainCounts.length);
  return {
    title: 'Matrix products inside jit, one thread',
    findings: [
      rate('multiply-add peak, 128 bit', peak, 1),
      ...products.map((timing, i) => {
        const size = sizes[i] as number;
        const operations = 2 * size ** 3 * productsPerCall;
        const target = targets[size];
        // Seconds for the same number of operations at the peak, over the seconds they took.
        const reached = ratio(peak, scaled(timing, 1 / operations));
        return {
          ...rate(timing.name, timing, operations),
          ratio: { to: 'peak', value: reached },
          ...(target === undefined ? {} : { target: { bound: 'at least', value: target } as const }),
        };
      }),
    ],
  };
}

/** The fastest loop, as seconds per operation. */
function best(peaks: readonly Timing[]): Timing {
  const perOperation = peaks.map((timing, i) =>
    scaled(timing, 1 / (turnsPerCall * operationsPerTurn(chainCounts[i] as number))),
  );
  return perOperation.reduce((a, b) => (quantile(b.rounds, 0.5) < quantile(a.rounds, 0.5) ? b : a));
}

function scaled({ name, rounds }: Timing, scale: number): Timing {
  return summarise(
    name,
    rounds.map((seconds) => seconds * scale),
  );
}

function rate(what: string, { median, quartiles: [low, high] }: Timing, operations: number): Finding {
  const perSecond = (seconds: number): number => operations / seconds / 1e9;
  return {
    what,
    value: perSecond(median),
    unit: 'GFLOP/s',
    quartiles: [perSecond(high), perSecond(low)],
  };
}
