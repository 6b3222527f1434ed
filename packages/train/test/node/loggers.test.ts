import { appendFileSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { dense, sequential } from '@gradkit/layers';
import { meanSquaredError } from '@gradkit/losses';
import { sgd } from '@gradkit/optimizers';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Callback, checkpointTo, type FitOptions, fit, parseCheckpoint } from '../../src/index.ts';
import { csvLogger, jsonLinesLogger } from '../../src/node.ts';

let folder = '';
let path = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'gradkit-log-'));
  path = join(folder, 'logs', 'run');
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const line = { x: [[-1], [0], [1], [2]], y: [[-3], [-1], [1], [3]] };

const train = (callback: Callback, more: Partial<FitOptions> = {}) =>
  fit(sequential([dense({ units: 1 })]), line, {
    optimizer: sgd({ learningRate: 0.125 }),
    loss: meanSquaredError(),
    epochs: 3,
    batchSize: 1,
    ...more,
    callbacks: [callback, ...(more.callbacks ?? [])],
  });

const text = (): string => readFileSync(path, 'utf8');
const lines = (): string[] => text().split('\n').slice(0, -1);

describe('csvLogger', () => {
  it('writes a row for every epoch, empty where nothing was measured', async () => {
    const { logs } = await train(csvLogger({ path }), { validationData: line, validationFrequency: 2 });
    const [l0, l1, l2] = logs['loss'] as [number, number, number];
    expect(lines()).toEqual(['epoch,loss,valLoss', `0,${l0},`, `1,${l1},${logs['valLoss']?.[0]}`, `2,${l2},`]);
  });

  it('keeps the rows of a run that goes on, without what a crash left', async () => {
    await train(csvLogger({ path, separator: ';' }));
    const before = lines();
    appendFileSync(path, '3;0.1\n4;0.0');
    await train(csvLogger({ path, separator: ';' }), { epochs: 5, initialEpoch: 3 });
    expect(lines().slice(0, 4)).toEqual(before);
    expect(lines().map((row) => row.split(';')[0])).toEqual(['epoch', '0', '1', '2', '3', '4']);
    await train(csvLogger({ path }));
    expect(lines().length).toBe(4);
  });

  it('goes on in a file that is not there', async () => {
    await train(csvLogger({ path }), { initialEpoch: 2 });
    expect(lines().map((row) => row.split(',')[0])).toEqual(['epoch', '2']);
  });

  it('does not mix runs of different columns', async () => {
    await train(csvLogger({ path }));
    const before = text();
    const other = train(csvLogger({ path }), { initialEpoch: 2, validationData: line });
    await expect(other).rejects.toThrow(
      `csvLogger: ${path} has the columns epoch,loss, but this run epoch,loss,valLoss`,
    );
    expect(text()).toBe(before);
  });

  it('rejects wrong options, and says what cannot be written', async () => {
    expect(() => csvLogger({} as never)).toThrow('csvLogger: expected the path of a file');
    for (const separator of ['', ',,', '"', '1', '.', '-', '\n']) {
      expect(() => csvLogger({ path, separator })).toThrow('separator is one character');
    }
    mkdirSync(path, { recursive: true });
    await expect(train(csvLogger({ path }))).rejects.toThrow('csvLogger: cannot write');
    await expect(train(csvLogger({ path }), { initialEpoch: 1 })).rejects.toThrow('csvLogger: cannot read');
    expect(readdirSync(join(folder, 'logs'))).toEqual(['run']);
  });
});

describe('jsonLinesLogger', () => {
  const objects = (): { epoch: number; step?: number; loss: unknown; learningRate: number }[] =>
    lines().map((row) => JSON.parse(row));

  it('writes an object for every epoch', async () => {
    const { logs } = await train(jsonLinesLogger({ path }));
    expect(objects()).toEqual(logs['loss']?.map((loss, epoch) => ({ epoch, learningRate: 0.125, loss })));
  });

  it('writes the means so far in between', async () => {
    await train(jsonLinesLogger({ path, everySteps: 3 }), { epochs: 2 });
    expect(objects().map(({ epoch, step }) => [epoch, step])).toEqual([
      [0, 3],
      [0, undefined],
      [1, 3],
      [1, undefined],
    ]);
  });

  it('writes numbers that are none as texts', async () => {
    await train(jsonLinesLogger({ path }), { epochs: 1, callbacks: [] });
    const logger = jsonLinesLogger({ path });
    await fit(
      sequential([dense({ units: 1 })]),
      { x: [[1]], y: [[Number.NaN]] },
      {
        optimizer: sgd(),
        loss: meanSquaredError(),
        callbacks: [logger],
      },
    );
    expect(objects()[0]?.loss).toBe('NaN');
  });

  it('has the same lines after an interruption as without', async () => {
    const kept: Uint8Array[] = [];
    const keep = checkpointTo((bytes) => kept.push(bytes), { every: { steps: 1 } });
    await train(jsonLinesLogger({ path, everySteps: 1 }), { callbacks: [keep] });
    const whole = text();
    for (const bytes of [kept[0], kept[4], kept[9]] as Uint8Array[]) {
      writeFileSync(path, `${whole}{"epoch":7`);
      await train(jsonLinesLogger({ path, everySteps: 1 }), { resume: parseCheckpoint(bytes) });
      expect(text()).toBe(whole);
    }
  });

  it('does not go on with a file of another kind', async () => {
    mkdirSync(join(folder, 'logs'));
    writeFileSync(path, 'epoch,loss\n');
    await expect(train(jsonLinesLogger({ path }), { initialEpoch: 1 })).rejects.toThrow(
      'a line that is no JSON: epoch,loss',
    );
  });

  it('rejects wrong options', () => {
    expect(() => jsonLinesLogger({ path, everySteps: 0 })).toThrow('everySteps is an integer of at least 1, got 0');
    expect(() => jsonLinesLogger({ path: 3 } as never)).toThrow('jsonLinesLogger: expected the path of a file, got 3');
  });
});
