import { sigmoid } from '@gradkit/core';
import { dataset } from '@gradkit/data';
import { randomNormal } from '@gradkit/initializers';
import { dense, sequential } from '@gradkit/layers';
import { sparseCategoricalCrossentropy } from '@gradkit/losses';
import { sgd } from '@gradkit/optimizers';
import { checkpointTo, fit, parseCheckpoint } from '@gradkit/train';
import { describe, expect, it } from 'vitest';
import { type Finding, type TrainingDoctorOptions, trainingDoctor } from '../../src/index.ts';

const train = dataset({
  x: Array.from({ length: 64 }, (_, i) => [Math.sin(i), Math.cos(3 * i), Math.sin(7 * i)]),
  y: Int32Array.from({ length: 64 }, (_, i) => (Math.sin(i) + Math.cos(3 * i) > 0 ? 1 : 0)),
});

/** Eight layers of sigmoids with small weights: hardly a gradient arrives at the first. */
const deep = () =>
  sequential(
    [
      ...Array.from({ length: 8 }, () =>
        dense({ units: 6, activation: sigmoid, kernelInitializer: randomNormal({ stddev: 0.5 }) }),
      ),
      dense({ units: 2 }),
    ],
    { seed: 1 },
  );

const run = async (options: TrainingDoctorOptions, epochs = 6) => {
  const doctor = trainingDoctor({ data: train, every: 4, ...options });
  const history = await fit(deep(), train, {
    optimizer: sgd({ learningRate: 0.1 }),
    loss: sparseCategoricalCrossentropy({ fromLogits: true }),
    batchSize: 16,
    epochs,
    callbacks: [doctor],
  });
  return { doctor, history };
};

describe('trainingDoctor', () => {
  it('tells each finding once, with the layers, and as text', async () => {
    const told: Finding[] = [];
    const texts: string[] = [];
    const { doctor } = await run({ onFinding: (finding) => told.push(finding), report: (text) => texts.push(text) });
    const vanishing = doctor.findings.find(({ name }) => name === 'vanishing-gradient');
    expect(vanishing?.layers).toContain('dense');
    expect(told.filter(({ name }) => name === 'vanishing-gradient')).toHaveLength(1);
    expect(texts).toHaveLength(told.length);
    expect(texts.join('\n')).toContain('vanishing-gradient');
    expect(doctor.record.epochs).toHaveLength(6);
  });

  it('ends training where it is told to', async () => {
    const { history, doctor } = await run({ stopOn: ['vanishing-gradient'], everySteps: 1 }, 50);
    expect(history.stoppedEpoch).toBeLessThan(10);
    expect(doctor.findings.map(({ name }) => name)).toContain('vanishing-gradient');
    expect((await run({ stopOn: ['not-finite'] })).history.stoppedEpoch).toBeUndefined();
  });

  it('looks at the end, also between its epochs', async () => {
    const { doctor } = await run({ everyEpochs: 100 });
    expect(doctor.findings).not.toEqual([]);
  });

  it('goes on with its record from a checkpoint', async () => {
    const options = () => ({
      optimizer: sgd({ learningRate: 0.1 }),
      loss: sparseCategoricalCrossentropy({ fromLogits: true }),
      batchSize: 16,
    });
    const saved: Uint8Array[] = [];
    const whole = trainingDoctor({ data: train, every: 4 });
    await fit(deep(), train, {
      ...options(),
      epochs: 4,
      callbacks: [whole, checkpointTo((bytes) => void saved.push(bytes))],
    });
    const told: string[] = [];
    const second = trainingDoctor({ data: train, every: 4, onFinding: ({ name }) => told.push(name) });
    await fit(deep(), train, {
      ...options(),
      epochs: 4,
      callbacks: [second],
      resume: parseCheckpoint(saved[0] as Uint8Array),
    });
    expect(second.record.losses).toEqual(whole.record.losses);
    expect(second.record.epochs).toEqual(whole.record.epochs);
    expect(second.record.steps.map(({ step, epoch }) => [step, epoch])).toEqual(
      expect.arrayContaining([
        [0, 0],
        [4, 1],
        [12, 3],
      ]),
    );
  });

  it('refuses options that mean nothing', () => {
    expect(() => trainingDoctor({ stopOn: 'everything' as never })).toThrow(/trainingDoctor: stopOn/);
    expect(() => trainingDoctor({ every: 0 })).toThrow(/trainingDoctor: every is an integer of at least 1, got 0/);
    expect(() => trainingDoctor({ report: 'console' as never })).toThrow(/trainingDoctor: report is a function/);
    expect(() => trainingDoctor({ loks: 3 } as never)).toThrow(/loks/);
  });
});
