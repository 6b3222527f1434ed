/** The reversed Castagnoli polynomial. */
const polynomial = 0x82f63b78;

let table: Uint32Array | undefined;

/**
 * The CRC-32C (Castagnoli) of bytes, unsigned. It sees every change of up to 32 bits in a row.
 * Source: RFC 3720, "Internet Small Computer Systems Interface (iSCSI)", appendix B.4, 2004.
 * @param before the checksum of what comes before these bytes; default: nothing does
 */
export function crc32c(bytes: Uint8Array, before = 0): number {
  table ??= remainders();
  let crc = ~before;
  for (let i = 0; i < bytes.length; i++) {
    crc = (crc >>> 8) ^ (table[(crc ^ (bytes[i] as number)) & 0xff] as number);
  }
  return ~crc >>> 0;
}

/** The remainder of every byte. */
function remainders(): Uint32Array {
  return Uint32Array.from({ length: 256 }, (_, byte) => {
    let remainder = byte;
    for (let bit = 0; bit < 8; bit++) remainder = (remainder >>> 1) ^ (remainder & 1 ? polynomial : 0);
    return remainder;
  });
}
