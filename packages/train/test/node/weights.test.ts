import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { dense, type Model, sequential } from '@gradkit/layers';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { loadWeights, saveWeights } from '../../src/node.ts';
import { weightsToBytes } from '../../src/weights.ts';

const network = (seed: number): Model => sequential([dense({ units: 2, inputShape: [3] })], { seed });

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'gradkit-weights-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

describe('saveWeights and loadWeights', () => {
  it('carry weights from one model to another, through a folder that is made', async () => {
    const path = join(folder, 'a', 'b', 'model.safetensors');
    const [model, other] = [network(1), network(2)];
    await saveWeights(model, path);
    expect((await loadWeights(other, path)).loaded).toEqual(['dense/kernel', 'dense/bias']);
    expect(other.getWeights()).toEqual(model.getWeights());
    expect(readdirSync(join(folder, 'a', 'b'))).toEqual(['model.safetensors']);
    expect(new Uint8Array(readFileSync(path))).toEqual(weightsToBytes(model));
  });

  it('replace a file, and only by a whole one', async () => {
    const path = join(folder, 'model.safetensors');
    await Promise.all([1, 2, 3, 4].map((seed) => saveWeights(network(seed), path)));
    const last = network(5);
    await saveWeights(last, path);
    expect(new Uint8Array(readFileSync(path))).toEqual(weightsToBytes(last));
    expect(readdirSync(folder)).toEqual(['model.safetensors']);
  });

  it('leave nothing behind when the file cannot be written', async () => {
    mkdirSync(join(folder, 'taken', 'inside'), { recursive: true });
    await expect(saveWeights(network(1), join(folder, 'taken'))).rejects.toThrow('saveWeights: cannot write');
    writeFileSync(join(folder, 'file'), '');
    await expect(saveWeights(network(1), join(folder, 'file', 'x'))).rejects.toThrow('saveWeights: cannot write');
    expect(readdirSync(folder).sort()).toEqual(['file', 'taken']);
  });

  it('say which file it is about', async () => {
    const path = join(folder, 'model.safetensors');
    await expect(loadWeights(network(1), path)).rejects.toThrow('loadWeights: cannot read the file: ENOENT');
    writeFileSync(path, 'text');
    await expect(loadWeights(network(1), path)).rejects.toThrow(`loadWeights (${path}): 4 bytes are too few`);
    await expect(loadWeights(network(1), path, { maxBytes: 3 })).rejects.toThrow('more than 3 bytes. Raise maxBytes');
    await expect(loadWeights(network(1), path, { maxBytes: 0 })).rejects.toThrow(
      'maxBytes is an integer of at least 1',
    );
    await expect(saveWeights(network(1), 3 as never)).rejects.toThrow(
      'saveWeights: expected the path of a file, got 3',
    );
    await expect(loadWeights(network(1), path, { strict: true } as never)).rejects.toThrow('unknown option "strict"');
  });
});
