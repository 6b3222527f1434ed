import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { ArgumentError, DataError } from '@gradkit/core';
import { mnist } from '@gradkit/data/node';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

const images = Uint8Array.of(0, 0, 8, 3, 0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0, 2, 0, 255);
const labels = (digit: number): Uint8Array => Uint8Array.of(0, 0, 8, 1, 0, 0, 0, 1, digit);

describe('mnist', () => {
  let directory: string;
  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), 'mnist-'));
  });
  afterEach(() => rmSync(directory, { recursive: true }));
  const put = (name: string, bytes: Uint8Array): void => writeFileSync(join(directory, name), bytes);

  it('reads plain and compressed files, with either spelling of their names', () => {
    put('train-images-idx3-ubyte', images);
    put('train-labels-idx1-ubyte.gz', gzipSync(labels(3)));
    put('t10k-images.idx3-ubyte.gz', gzipSync(images));
    put('t10k-labels.idx1-ubyte', labels(8));
    const { train, test } = mnist({ directory });
    expect(train.x.toArray()).toEqual([[[[0], [1]]]]);
    expect([train.y.item(), test.y.item()]).toEqual([3, 8]);
    expect(mnist({ directory, image: false }).test.x.shape).toEqual([1, 2]);
  });

  it('reads a part once, and only when it is asked for', () => {
    const parts = mnist({ directory });
    put('t10k-images-idx3-ubyte', images);
    put('t10k-labels-idx1-ubyte', labels(8));
    expect(parts.test.size).toBe(1);
    rmSync(join(directory, 't10k-labels-idx1-ubyte'));
    expect(parts.test.size).toBe(1);
  });

  it('says which part there is when the other is asked for', () => {
    put('t10k-images-idx3-ubyte', images);
    put('t10k-labels-idx1-ubyte', labels(8));
    expect(() => mnist({ directory }).train).toThrow(DataError);
    expect(() => mnist({ directory }).train).toThrow(
      /has no file train-images-idx3-ubyte or train-images-idx3-ubyte.gz. Only the test part is there: use .*\.test/,
    );
  });

  it('says which files it looked for', () => {
    expect(() => mnist({ directory }).test).toThrow(/no file t10k-images-idx3-ubyte.*four original files/);
    put('t10k-images-idx3-ubyte', images);
    expect(() => mnist({ directory }).test).toThrow(/no file t10k-labels-idx1-ubyte/);
  });

  it('refuses files that are damaged', () => {
    put('t10k-images-idx3-ubyte.gz', gzipSync(images).subarray(0, 20));
    put('t10k-labels-idx1-ubyte', labels(8));
    expect(() => mnist({ directory }).test).toThrow(DataError);
    expect(() => mnist({ directory }).test).toThrow(/mnist: cannot decompress/);
  });

  it('refuses options that are wrong', () => {
    expect(() => mnist({} as never)).toThrow(ArgumentError);
    expect(() => mnist({ folder: directory } as never)).toThrow(/unknown option "folder"/);
  });
});
