import { describe, expect, it } from 'vitest';
import { parseSafetensors } from '../src/index.ts';
import { checkSeal, sealed } from '../src/seal.ts';

const arrays = { 'a/"crc32c":"b': { dtype: 'float32', shape: [2], data: Float32Array.of(1, 2) } } as const;

describe('a seal', () => {
  it('is a checksum in the metadata of an ordinary file', () => {
    const bytes = sealed(arrays, { format: 'test' });
    const { metadata, arrays: read } = parseSafetensors(bytes);
    expect(metadata).toEqual({ crc32c: expect.stringMatching(/^[0-9a-f]{8}$/), format: 'test' });
    expect(read).toEqual(arrays);
    expect(checkSeal('test', bytes)).toBe(true);
  });

  it('is not on other files', () => {
    expect(checkSeal('test', new Uint8Array(3))).toBe(false);
    expect(checkSeal('test', new Uint8Array(100))).toBe(false);
    expect(checkSeal('test', new Uint8Array(100).fill(255))).toBe(false);
  });

  it('breaks, or vanishes, when any byte changes by any bit', () => {
    const bytes = sealed(arrays, {});
    for (let at = 0; at < bytes.length; at++) {
      for (let bit = 0; bit < 8; bit++) {
        const changed = bytes.slice();
        changed[at] = (changed[at] as number) ^ (1 << bit);
        const holds = (): void => {
          if (!checkSeal('test', changed)) throw new Error('no seal');
        };
        expect(holds, `byte ${at}, bit ${bit}`).toThrow(/do not have the checksum|no seal/);
      }
    }
  });
});
