import type { Parameter } from '@gradkit/core';
import type { Sample } from '@gradkit/data';
import { dense, sequential } from '@gradkit/layers';
import { meanSquaredError } from '@gradkit/losses';
import { cosineDecay, sgd } from '@gradkit/optimizers';
import { trainStep } from '@gradkit/train';
import type { Config, Frame } from '../experiment.ts';
import { RecordedPath } from '../path/recorded-path.ts';
import { sparseIndices } from '../path/sparse-indices.ts';
import { batchSettings, type Division, divisionLabel, divisions, learned } from './batch-settings.ts';
import { excessLoss, expectedDeviation, gradientDeviation, lineData } from './line-data.ts';

const window = { xRange: [-2, 2], yRange: [-2, 2] } as const;
const grid = 81;
const framesPerRun = 30;

/** One way to divide the samples, on its way. */
interface Descent {
  readonly division: Division;
  readonly size: number;
  readonly path: RecordedPath;
  readonly deviation: number;
  readonly expected: number;
  readonly advance: (untilSamples: number) => void;
}

/** Trains one linear model with all samples, mini-batches and single samples at a step. */
export async function* run(config: Config): AsyncGenerator<Frame, void, void> {
  const { samples, epochs, learningRate, falls, noise, x, y, seed, sizes } = batchSettings(config);
  const start = [x, y] as const;
  const line = lineData(samples, noise, seed);
  const excessAtStart = excessLoss(line, x, y);
  const axis = (i: number): number => -2 + (4 * i) / (grid - 1);
  const values = Float64Array.from({ length: grid * grid }, (_, i) =>
    Math.max(1e-3, excessLoss(line, axis(i % grid), axis(Math.floor(i / grid)))),
  );
  const total = samples * epochs;
  const descents: Descent[] = [];
  for (const division of divisions) {
    yield frameAt(1);
    descents.push(begin(division));
  }
  for (let frame = 1; frame <= framesPerRun; frame++) {
    const until = Math.round(total ** (frame / framesPerRun));
    for (const { advance } of descents) advance(until);
    yield frameAt(until);
  }

  function begin(division: Division): Descent {
    const size = sizes[division];
    const model = sequential([dense({ units: 1, useBias: false, inputShape: [2] })]);
    model.setWeights([Float32Array.from(start)]);
    const { variable: kernel } = model.parameters[0] as Parameter;
    const stepsPerEpoch = Math.ceil(samples / size);
    const rate = falls
      ? cosineDecay({ initialLearningRate: learningRate, decaySteps: stepsPerEpoch * epochs })
      : learningRate;
    const step = trainStep(model, { optimizer: sgd(rate), loss: meanSquaredError() });
    const path = new RecordedPath();
    path.add(x, y, excessAtStart, 0);
    const batches = drawn();
    let seen = 0;
    function* drawn(): Generator<Sample, void, void> {
      const shuffled = line.data.shuffle({ seed });
      for (let epoch = 0; epoch < epochs; epoch++) yield* shuffled.epoch(epoch).batch(size);
    }
    return {
      division,
      size,
      path,
      // All samples at once: what is left are roundings.
      deviation: size >= samples ? 0 : gradientDeviation(line, start, size, Math.ceil(Math.min(50, 4 * size)), seed),
      expected: expectedDeviation(line, start, size),
      advance(untilSamples) {
        // A step is made when all of its samples have been seen.
        while (seen + Math.min(size, samples - (seen % samples)) <= untilSamples) {
          const { value: batch } = batches.next();
          if (batch === undefined) return;
          step(batch);
          seen += batch.x.shape[0] as number;
          const [atX, atY] = kernel.value.dataSync() as unknown as [number, number];
          path.add(atX, atY, excessLoss(line, atX, atY), seen);
        }
      },
    };
  }

  function frameAt(until: number): Frame {
    const measures: Record<string, number> = { seen: until, start: excessAtStart };
    const rows: Frame['views'][number] = {
      kind: 'table',
      id: 'counts',
      title: { en: 'The same samples, other steps', ko: '같은 샘플, 다른 걸음' },
      columns: [
        { en: 'samples in a step', ko: '걸음당 샘플' },
        { en: 'steps', ko: '걸음 수' },
        { en: 'gradient off by, measured', ko: '기울기 오차(측정)' },
        { en: 'by formula', ko: '기울기 오차(공식)' },
        { en: `samples until ${100 * learned} % is left`, ko: `${100 * learned} %가 남을 때까지 본 샘플` },
        { en: 'above the least loss at the end', ko: '끝에서 최소 손실과의 차이' },
      ],
      rows: descents.map(({ division, size, path, deviation, expected }) => {
        const at = path.value.findIndex((each) => each <= learned * excessAtStart);
        const lastEpoch = path.value.slice(Math.min(path.until(until - samples), path.length - 1));
        const mean = lastEpoch.reduce((a, b) => a + b, 0) / lastEpoch.length;
        // What is no number any more has gone beyond all of them.
        const level = Number.isFinite(mean) ? mean : Number.POSITIVE_INFINITY;
        measures[`${division}.steps`] = path.length - 1;
        measures[`${division}.deviation`] = deviation;
        measures[`${division}.expected`] = expected;
        measures[`${division}.level`] = level;
        if (at >= 0) measures[`${division}.learned`] = path.evaluations[at] as number;
        return [
          divisionLabel(division, size),
          path.length - 1,
          deviation,
          expected,
          at < 0 ? '–' : (path.evaluations[at] as number),
          level,
        ];
      }),
    };
    return {
      progress: until / total >= 1 ? 1 : Math.log(until) / Math.log(total),
      measures,
      views: [
        {
          kind: 'surface',
          id: 'paths',
          title: { en: 'Paths over the loss of all samples', ko: '전체 손실 위의 경로' },
          x: { label: 'w₁', range: window.xRange },
          y: { label: 'w₂', range: window.yRange },
          columns: grid,
          rows: grid,
          values,
          scale: 'log',
          paths: descents.map(({ division, size, path }) =>
            path.line(divisionLabel(division, size), path.length, 0.01, window),
          ),
          points: [{ x: line.best[0], y: line.best[1], label: { en: 'least loss', ko: '최소 손실' } }],
          start: { x: 'x', y: 'y' },
        },
        {
          kind: 'curves',
          id: 'losses',
          title: { en: 'Loss against samples seen', ko: '본 샘플 수에 따른 손실' },
          x: { label: { en: 'samples seen', ko: '본 샘플 수' }, scale: 'log', range: [1, total] },
          y: { label: { en: 'loss of all samples − least', ko: '전체 손실 − 최소 손실' }, scale: 'log' },
          series: descents.map(({ division, size, path }) => {
            // The start, before any sample, has no place on a log scale.
            const picked = sparseIndices(path.length, 300).filter((i) => i > 0);
            return {
              name: divisionLabel(division, size),
              x: Float64Array.from(picked, (i) => path.evaluations[i] as number),
              y: Float64Array.from(picked, (i) => Math.max(1e-9, path.value[i] as number)),
            };
          }),
          marks: [{ x: samples, label: { en: 'one epoch', ko: '1 에포크' } }],
        },
        rows,
      ],
    };
  }
}
