// A process that makes steps of 784-256-128-10 at batch 128, with a probe and without, in turns; it prints what a step takes.
import { relu } from '@gradkit/activations';
import { cast, key, mul, uniform } from '@gradkit/core';
import { probe } from '@gradkit/diagnostics';
import { dense, sequential } from '@gradkit/layers';
import { sparseCategoricalCrossentropy } from '@gradkit/losses';
import { adam, sgd } from '@gradkit/optimizers';
import { trainStep } from '@gradkit/train';
import type { ProbeCost } from './probe-cost.ts';
import { spreadOf } from './statistics.ts';

const [rounds, stepsOfRound, warmUp] = [100, 20, 60];
const [, , name = 'adam'] = process.argv;

const x = uniform(key(1), [128, 784]);
const y = cast(mul(uniform(key(2), [128]), 9.99), 'int32');
for (const each of [x, y]) each.dataSync();

function stepOf(isWatched: boolean): () => void {
  const optimizer = name === 'adam' ? adam() : sgd({ learningRate: 0.01 });
  const layers = [
    dense({ units: 256, activation: relu }),
    dense({ units: 128, activation: relu }),
    dense({ units: 10 }),
  ];
  const measured = isWatched ? probe({ optimizer, every: 10 }) : undefined;
  const step = trainStep(sequential(layers, { seed: 1 }), {
    optimizer,
    loss: sparseCategoricalCrossentropy({ fromLogits: true }),
    watch: measured?.watch,
  });
  return () => {
    for (let i = 0; i < stepsOfRound; i++) step({ x, y });
    // What a callback takes at the end of an epoch.
    measured?.looks();
    measured?.losses();
  };
}

const [plain, watched] = [stepOf(false), stepOf(true)];
const timeOf = (run: () => void): number => {
  const start = performance.now();
  run();
  return (performance.now() - start) / stepsOfRound;
};
for (let done = 0; done < warmUp; done += stepsOfRound) for (const run of [plain, watched]) run();
const times = Array.from({ length: rounds }, (_, round) => {
  // Who is first takes turns too.
  const first = timeOf(round % 2 === 0 ? plain : watched);
  const second = timeOf(round % 2 === 0 ? watched : plain);
  return round % 2 === 0 ? ([first, second] as const) : ([second, first] as const);
});
const cost: ProbeCost = {
  optimizer: name,
  plain: spreadOf(times.map(([without]) => without)),
  watched: spreadOf(times.map(([, together]) => together)),
  ratio: spreadOf(times.map(([without, together]) => together / without)),
};
process.stdout.write(JSON.stringify(cost));
