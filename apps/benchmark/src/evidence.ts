import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { measureConvolutions } from './measurements/convolutions.ts';
import { measureElementwise } from './measurements/elementwise.ts';
import { measureProducts } from './measurements/products.ts';
import { measureScan } from './measurements/scan.ts';
import { measureStart } from './measurements/start.ts';
import { measureSteps } from './measurements/training-steps.ts';
import type { Share } from './multiply-add-loops.ts';
import { digitClassifier } from './networks.ts';
import { table } from './report/table.ts';

const { values } = parseArgs({
  options: { json: { type: 'boolean', default: false }, 'first-step': { type: 'boolean', default: false } },
});

const percent = (ratio: number): string => `${(100 * ratio).toFixed(0)} %`;

const shares = (what: string, rows: readonly Share[]): string =>
  table([
    [what, 'GFLOP/s', 'of peak', 'upper quartile'],
    ...rows.map(({ name, speed, ofPeak, ofPeakUpperQuartile }) => [
      name,
      speed.toFixed(1),
      percent(ofPeak),
      percent(ofPeakUpperQuartile),
    ]),
  ]);

if (values['first-step']) {
  const { step, x, y } = digitClassifier(32);
  step(x, y).item();
} else {
  // First, so that its compiler is one that has not compiled yet.
  const scans = measureScan();
  const steps = measureSteps();
  const products = measureProducts();
  const convolutions = measureConvolutions();
  const elementwise = measureElementwise();
  const start = measureStart(fileURLToPath(import.meta.url));
  if (values.json) {
    process.stdout.write(
      `${JSON.stringify({ node: process.version, steps, products, convolutions, elementwise, scans, start }, undefined, 2)}
`,
    );
  } else {
    const microseconds = (ms: number): string => (ms < 0.1 ? `${(1000 * ms).toFixed(2)} µs` : `${ms.toFixed(3)} ms`);
    const parts = [
      `Node ${process.version}, one thread; medians of rounds in which all contestants take turns`,
      table([
        ['training step', 'kernels', 'time'],
        ...steps.map(({ name, kernels, time }) => [name, String(kernels), microseconds(time)]),
      ]),
      shares('matrix product', products),
      shares('convolution, 32 images', convolutions),
      table([['function and sum', 'M elements/s'], ...elementwise.map(({ name, speed }) => [name, speed.toFixed(0)])]),
      table([
        ['LSTM over 200 steps, batch 32, 128 units', 'first compilation', 'others', 'time'],
        ...scans.map(({ name, firstCompilation, compilation, time }) => [
          name,
          microseconds(firstCompilation),
          microseconds(compilation),
          microseconds(time),
        ]),
      ]),
      table([
        ['start', 'ms'],
        ['empty process', start.empty.toFixed(0)],
        ['first training step', start.firstStep.toFixed(0)],
      ]),
    ];
    process.stdout.write(`${parts.join('\n\n')}\n`);
  }
}
