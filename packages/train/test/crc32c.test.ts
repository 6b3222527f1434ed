import { describe, expect, it } from 'vitest';
import { crc32c } from '../src/crc32c.ts';

/** The examples of RFC 3720, appendix B.4, and the check value of the catalogue of parametrised CRC algorithms. */
const published: readonly (readonly [string, Uint8Array, number])[] = [
  ['32 bytes of zeros', new Uint8Array(32), 0x8a9136aa],
  ['32 bytes of ones', new Uint8Array(32).fill(0xff), 0x62a8ab43],
  ['32 bytes that increase', Uint8Array.from({ length: 32 }, (_, i) => i), 0x46dd794e],
  ['32 bytes that decrease', Uint8Array.from({ length: 32 }, (_, i) => 31 - i), 0x113fdb5c],
  ['123456789', new TextEncoder().encode('123456789'), 0xe3069283],
  ['nothing', new Uint8Array(0), 0],
];

describe('crc32c', () => {
  it.each(published)('of %s is the published value', (_, bytes, value) => {
    expect(crc32c(bytes)).toBe(value);
  });

  it('goes on where it stopped', () => {
    const bytes = new TextEncoder().encode('123456789');
    for (let cut = 0; cut <= bytes.length; cut++) {
      expect(crc32c(bytes.subarray(cut), crc32c(bytes.subarray(0, cut)))).toBe(0xe3069283);
    }
  });
});
