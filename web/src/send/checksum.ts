/** What shifting each byte out of the sum leaves: eight steps at once, or a long animation would hold the page up. */
const SHIFTED_OUT = Uint32Array.from({ length: 256 }, (_, byte) => {
  let rest = byte;
  for (let bit = 0; bit < 8; bit++) rest = (rest >>> 1) ^ (rest & 1 ? 0xedb88320 : 0);
  return rest;
});

/** CRC-32 as PNG and gzip have it (ISO 3309), as a number from 0 to 2³² − 1. */
export function crc32(bytes: Uint8Array): number {
  let crc = -1;
  for (const byte of bytes) crc = (crc >>> 8) ^ SHIFTED_OUT[(crc ^ byte) & 0xff];
  return ~crc >>> 0;
}
