import { DataError } from '@gradkit/core';
import { crc32c } from './crc32c.ts';
import { type StoredArray, toSafetensors } from './safetensors.ts';
import { fromBytes, utf8 } from './text.ts';

/** How the checksum begins in the header. Quotes within JSON's texts have a `\` before them: this is found nowhere else. */
const mark = '"crc32c":"';

/** What stands for the checksum while it is computed. */
const blank = '00000000';

/**
 * The bytes of a safetensors file that carries the CRC-32C of all its bytes, with eight zeros in the place of the checksum,
 * in its metadata.
 */
export function sealed(
  arrays: Readonly<Record<string, StoredArray>>,
  metadata: Readonly<Record<string, string>>,
): Uint8Array {
  const bytes = toSafetensors(arrays, { crc32c: blank, ...metadata });
  const at = placeOf(bytes) as number;
  bytes.set(utf8(hex(crc32c(bytes))), at);
  return bytes;
}

/**
 * Whether the bytes carry a checksum at all.
 * @throws DataError when they do, and it is not theirs
 */
export function checkSeal(where: string, bytes: Uint8Array): boolean {
  const at = placeOf(bytes);
  if (at === undefined) return false;
  const stated = fromBytes(bytes.subarray(at, at + blank.length));
  let crc = crc32c(bytes.subarray(0, at));
  crc = crc32c(utf8(blank), crc);
  crc = crc32c(bytes.subarray(at + blank.length), crc);
  if (hex(crc) !== stated) {
    throw new DataError(
      `${where}: the bytes do not have the checksum that they carry: ${hex(crc)}, not ${stated}. The file is cut off or damaged.`,
    );
  }
  return true;
}

/** Where the digits of the checksum are. */
function placeOf(bytes: Uint8Array): number | undefined {
  if (bytes.length < 8) return undefined;
  const stated = new DataView(bytes.buffer, bytes.byteOffset).getBigUint64(0, true);
  const end = stated < BigInt(bytes.length) ? 8 + Number(stated) : bytes.length;
  const at = fromBytes(bytes.subarray(8, end)).indexOf(mark);
  return at < 0 ? undefined : 8 + at + mark.length;
}

function hex(crc: number): string {
  return crc.toString(16).padStart(blank.length, '0');
}
