import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { dense, dropout, type Model, sequential } from '@gradkit/layers';
import { sparseCategoricalCrossentropy } from '@gradkit/losses';
import { adam } from '@gradkit/optimizers';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type FitOptions, fit } from '../../src/index.ts';
import { type CheckpointFileOptions, checkpoint, latestCheckpoint, loadCheckpoint } from '../../src/node.ts';
import { points } from '../samples.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'gradkit-checkpoint-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const network = (): Model =>
  sequential([dense({ units: 4 }), dropout({ rate: 0.3 }), dense({ units: 3 })], { seed: 2 });

const train = (options: CheckpointFileOptions | undefined, more: Partial<FitOptions> = {}, model = network()) =>
  fit(model, points, {
    optimizer: adam(),
    loss: sparseCategoricalCrossentropy({ fromLogits: true }),
    epochs: 4,
    batchSize: 10,
    ...more,
    callbacks: [...(options === undefined ? [] : [checkpoint(options)]), ...(more.callbacks ?? [])],
  });

/** A run that is interrupted after some steps, counted from its start. */
async function interrupted(options: CheckpointFileOptions, after: number): Promise<void> {
  const controller = new AbortController();
  let left = after;
  const callbacks = [{ onSettled: () => (--left === 0 ? controller.abort(new Error('power')) : undefined) }];
  await expect(train(options, { signal: controller.signal, callbacks })).rejects.toThrow('power');
}

describe('checkpoint', () => {
  it('lets a program that is started again go on where it was interrupted', async () => {
    const whole = network();
    const expected = await train(undefined, {}, whole);
    const options = { directory: join(folder, 'run'), every: { steps: 2 } };
    expect(await latestCheckpoint(options.directory)).toBe(undefined);
    await interrupted(options, 6);
    const resume = await latestCheckpoint(options.directory);
    expect([resume?.epoch, resume?.step]).toEqual([1, 1]);
    const model = network();
    const history = await train(options, { resume }, model);
    expect(model.getWeights()).toEqual(whole.getWeights());
    expect(history.logs).toEqual(expected.logs);
  });

  it('keeps the newest files of a folder', async () => {
    const directory = join(folder, 'run');
    await train({ directory, keep: 2 });
    expect(readdirSync(directory)).toEqual(['epoch-00003.safetensors', 'epoch-00004.safetensors']);
    await train({ directory, keep: 2 }, { epochs: 5, resume: await latestCheckpoint(directory) });
    expect(readdirSync(directory)).toEqual(['epoch-00004.safetensors', 'epoch-00005.safetensors']);
  });

  it('names files by epochs and steps', async () => {
    await train({ directory: folder, every: { steps: 2 } }, { epochs: 2 });
    const names = ['epoch-00000-step-0000002', 'epoch-00001-step-0000001', 'epoch-00001-step-0000003'];
    expect(readdirSync(folder)).toEqual(names.map((name) => `${name}.safetensors`));
    writeFileSync(join(folder, 'epoch-9.safetensors'), 'not ours');
    expect((await latestCheckpoint(folder))?.step).toBe(3);
  });

  it('holds the best in one file', async () => {
    const path = join(folder, 'best.safetensors');
    const history = await train({ path, saveBestOnly: true, monitor: 'loss' });
    const { logs, epoch } = await loadCheckpoint(path);
    expect(logs['loss']).toBe(history.best('loss'));
    expect(history.logs['loss']?.[epoch - 1]).toBe(history.best('loss'));
    expect(readdirSync(folder)).toEqual(['best.safetensors']);
  });

  it('does not begin in a folder that is ahead', async () => {
    await train({ directory: folder });
    const file = join(folder, 'epoch-00001.safetensors');
    await expect(train({ directory: folder })).rejects.toThrow(`checkpoint: ${file} is ahead of this run`);
    const resume = await loadCheckpoint(file);
    await expect(train({ directory: folder }, { resume })).rejects.toThrow('epoch-00002.safetensors is ahead');
  });

  it('leaves nothing behind when a file cannot be written', async () => {
    const path = join(folder, 'taken');
    mkdirSync(path);
    await expect(train({ path })).rejects.toThrow('checkpoint: cannot write');
    writeFileSync(join(folder, 'file'), '');
    await expect(train({ directory: join(folder, 'file') })).rejects.toThrow('checkpoint: cannot read');
    expect(readdirSync(folder).sort()).toEqual(['file', 'taken']);
    expect(readdirSync(path)).toEqual([]);
  });

  it('removes what a process that was killed left behind, and nothing else', async () => {
    const id = '0b0e3f5e-1c1d-4c59-9a53-7d0a7b6b6c2f';
    const ours = [`.epoch-00001.safetensors.${id}.tmp`, `.best.safetensors.${id}.tmp`];
    const others = ['.epoch-1.safetensors.tmp', `.model.safetensors.${id}.tmp`];
    for (const name of [...ours, ...others]) writeFileSync(join(folder, name), '');
    await train({ directory: folder, keep: 1 });
    await train({ path: join(folder, 'best.safetensors') });
    expect(readdirSync(folder).sort()).toEqual([...others, 'best.safetensors', 'epoch-00004.safetensors'].sort());
  });

  it('rejects options that make no sense', () => {
    const attempt = (options: object) => () => checkpoint(options as never);
    expect(attempt({})).toThrow('checkpoint: needs either the path of a file or a directory');
    expect(attempt({ path: 'a', directory: 'b' })).toThrow('either the path of a file or a directory');
    expect(attempt({ path: 3 })).toThrow('expected the path of a file, got 3');
    expect(attempt({ path: 'a', keep: 2 })).toThrow('keep is the number of files that stay in a directory');
    expect(attempt({ directory: 'a', keep: 0 })).toThrow('got 0');
    expect(attempt({ directory: 'a', every: { minutes: 5 } })).toThrow('unknown option "minutes"');
    expect(attempt({ directroy: 'a' })).toThrow('Did you mean "directory"?');
  });
});

describe('loadCheckpoint', () => {
  it('says which file is missing, too large or damaged', async () => {
    const path = join(folder, 'a.safetensors');
    await expect(loadCheckpoint(path)).rejects.toThrow('loadCheckpoint: cannot read the file: ENOENT');
    await train({ path }, { epochs: 1 });
    const bytes = readFileSync(path);
    await expect(loadCheckpoint(path, { maxBytes: 100 })).rejects.toThrow('more than 100 bytes');
    writeFileSync(path, bytes.subarray(0, bytes.length - 1));
    await expect(loadCheckpoint(path)).rejects.toThrow(`loadCheckpoint (${path}): the bytes do not have the checksum`);
    writeFileSync(path, 'text');
    await expect(loadCheckpoint(path)).rejects.toThrow('this is no checkpoint');
  });

  it('names the file also when it is that of another run', async () => {
    const path = join(folder, 'a.safetensors');
    await train({ path }, { epochs: 1 });
    const resume = await loadCheckpoint(path);
    await expect(train(undefined, { resume, batchSize: 4 })).rejects.toThrow(
      `loadCheckpoint (${path}): the checkpoint is that of another run. Its batchSize is 10, that of this run 4.`,
    );
  });
});
