import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { dense, sequential } from '@gradkit/layers';
import { sparseCategoricalCrossentropy } from '@gradkit/losses';
import { accuracy } from '@gradkit/metrics';
import { adam } from '@gradkit/optimizers';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { crc32c } from '../../src/crc32c.ts';
import { type FitOptions, fit } from '../../src/index.ts';
import { histogramOf } from '../../src/node/tensor-board.ts';
import { type TensorBoardOptions, tensorBoard } from '../../src/node.ts';
import { points } from '../samples.ts';

let directory = '';
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'gradkit-board-'));
});
afterEach(() => rmSync(directory, { recursive: true, force: true }));

/** The messages in a file of records, their checksums compared. */
function recordsOf(bytes: Buffer): Buffer[] {
  const masked = (part: Uint8Array): number => {
    const crc = BigInt(crc32c(part));
    return Number((((crc >> 15n) | (crc << 17n)) + 0xa282ead8n) & 0xffffffffn);
  };
  const records: Buffer[] = [];
  for (let at = 0; at < bytes.length; ) {
    const length = Number(bytes.readBigUInt64LE(at));
    expect(bytes.readUInt32LE(at + 8)).toBe(masked(bytes.subarray(at, at + 8)));
    const record = bytes.subarray(at + 12, at + 12 + length);
    expect(bytes.readUInt32LE(at + 12 + length)).toBe(masked(record));
    records.push(record);
    at += 16 + length;
  }
  return records;
}

/** The fields of a protocol buffer: numbers, and bytes of what is nested. */
function fieldsOf(bytes: Buffer): Map<number, (number | Buffer)[]> {
  const fields = new Map<number, (number | Buffer)[]>();
  let at = 0;
  const variable = (): number => {
    let value = 0;
    for (let factor = 1; ; factor *= 128) {
      const byte = bytes[at++] as number;
      value += (byte & 127) * factor;
      if (byte < 128) return value;
    }
  };
  while (at < bytes.length) {
    const key = variable();
    let value: number | Buffer;
    const kind = key % 8;
    const length = kind === 0 ? 0 : kind === 1 ? 8 : kind === 5 ? 4 : variable();
    if (kind === 0) value = variable();
    else if (kind === 1) value = bytes.readDoubleLE(at);
    else if (kind === 5) value = bytes.readFloatLE(at);
    else value = bytes.subarray(at, at + length);
    at += length;
    fields.set(key >> 3, [...(fields.get(key >> 3) ?? []), value]);
  }
  return fields;
}

/** `tag@step: value` of all scalars, `tag@step: histogram` of distributions, and the starts. */
function entriesOf(part: string): string[] {
  return readdirSync(join(directory, part))
    .sort()
    .flatMap((name) => {
      expect(name).toMatch(/^events\.out\.tfevents\.\d+\.\d{3}\./);
      const [first, ...records] = recordsOf(readFileSync(join(directory, part, name)));
      expect(
        fieldsOf(first as Buffer)
          .get(3)
          ?.toString(),
      ).toBe('brain.Event:2');
      return records.flatMap((record) => {
        const event = fieldsOf(record);
        const step = event.get(2)?.[0] ?? 0;
        if (event.has(7)) return [`start@${step}`];
        return (fieldsOf(event.get(5)?.[0] as Buffer).get(1) ?? []).map((value) => {
          const own = fieldsOf(value as Buffer);
          const number = own.get(2)?.[0];
          return `${own.get(1)?.[0]}@${step}: ${number === undefined ? 'histogram' : (number as number).toPrecision(6)}`;
        });
      });
    });
}

const train = (options: Partial<TensorBoardOptions> = {}, more: Partial<FitOptions> = {}) =>
  fit(sequential([dense({ units: 3 })], { seed: 1 }), points, {
    optimizer: adam({ learningRate: 0.5 }),
    loss: sparseCategoricalCrossentropy({ fromLogits: true }),
    metrics: [accuracy()],
    epochs: 2,
    batchSize: 10,
    validationData: points,
    callbacks: [tensorBoard({ directory, ...options })],
    ...more,
  });

describe('tensorBoard', () => {
  it('writes what epochs log, and the learning rate', async () => {
    const { logs } = await train();
    const line = (tag: string, epoch: number, name: string): string =>
      `${tag}@${epoch}: ${Math.fround(logs[name]?.[epoch] ?? Number.NaN).toPrecision(6)}`;
    const epoch = (e: number): string[] => [
      line('epoch_loss', e, 'loss'),
      line('epoch_accuracy', e, 'accuracy'),
      `epoch_learning_rate@${e}: 0.500000`,
    ];
    expect(entriesOf('train')).toEqual([...epoch(0), ...epoch(1)]);
    expect(entriesOf('validation')).toEqual(
      [0, 1].flatMap((e) => [line('epoch_loss', e, 'valLoss'), line('epoch_accuracy', e, 'valAccuracy')]),
    );
  });

  it('writes steps and distributions if asked to', async () => {
    await train({ everySteps: 2, histogramEpochs: 2 }, { validationData: undefined });
    const tags = entriesOf('train').map((entry) => entry.replace(/: \d.*/, ''));
    const steps = entriesOf('steps').map((entry) => entry.replace(/: \d.*/, ''));
    expect(steps).toEqual(['batch_loss@2', 'batch_accuracy@2', 'batch_loss@5', 'batch_accuracy@5']);
    expect(tags).toEqual([
      'epoch_loss@0',
      'epoch_accuracy@0',
      'epoch_learning_rate@0',
      'epoch_loss@1',
      'epoch_accuracy@1',
      'epoch_learning_rate@1',
      'dense/kernel@1: histogram',
      'dense/bias@1: histogram',
    ]);
    expect(readdirSync(directory).sort()).toEqual(['steps', 'train']);
  });

  it('says where a run goes on', async () => {
    await train({ everySteps: 1 }, { validationData: undefined });
    expect(entriesOf('train')).not.toContain('start@0');
    await train({ everySteps: 1 }, { validationData: undefined, epochs: 3, initialEpoch: 2 });
    expect(readdirSync(join(directory, 'train')).length).toBe(2);
    expect(entriesOf('train')).toContain('start@2');
    expect(entriesOf('steps')).toContain('start@6');
  });

  it('says what cannot be written, and rejects wrong options', async () => {
    writeFileSync(join(directory, 'train'), '');
    await expect(train()).rejects.toThrow('tensorBoard: cannot write');
    expect(() => tensorBoard({} as never)).toThrow('tensorBoard: expected the path');
    expect(() => tensorBoard({ directory, everySteps: 0 })).toThrow('everySteps is an integer of at least 1, got 0');
    expect(() => tensorBoard({ directory, every: 1 } as never)).toThrow('unknown option "every"');
  });
});

describe('histogramOf', () => {
  it('counts numbers in bins between the least and the largest', () => {
    const values = Array.from({ length: 60 }, (_, i) => i);
    const { min, max, count, sum, sumOfSquares, limits, bins } = histogramOf([...values, Number.NaN, Infinity]);
    expect([min, max, count, sum, sumOfSquares]).toEqual([0, 59, 60, 1770, 70210]);
    expect(bins.length).toBe(limits.length);
    expect(bins.reduce((total, bin) => total + bin)).toBe(60);
    expect(limits.at(-1)).toBe(59);
  });

  it('knows equal numbers and none', () => {
    expect(histogramOf([2, 2])).toMatchObject({ min: 2, max: 2, limits: [2], bins: [2] });
    expect(histogramOf([Number.NaN])).toEqual({
      min: 0,
      max: 0,
      count: 0,
      sum: 0,
      sumOfSquares: 0,
      limits: [],
      bins: [],
    });
  });
});
