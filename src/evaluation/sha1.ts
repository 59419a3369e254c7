/** The five words of the latest digest. The next call overwrites them. */
export const digest: Int32Array = new Int32Array(5);

/**
 * SHA-1 (RFC 3174) of the first `length` bytes of a message, left in `digest`. The message's
 * buffer must have room for the padding: `paddedBytes(length)`.
 */
export function sha1(message: DataView, length: number): void {
  const end = pad(message, length);
  digest[0] = 0x67452301;
  digest[1] = 0xefcdab89;
  digest[2] = 0x98badcfe;
  digest[3] = 0x10325476;
  digest[4] = 0xc3d2e1f0;
  for (let offset = 0; offset < end; offset += 64) compress(message, offset);
}

/** The message, a one bit, and its length in 64 bits, in whole blocks of 64 bytes. */
export function paddedBytes(length: number): number {
  return (((length + 8) >>> 6) + 1) << 6;
}

function pad(message: DataView, length: number): number {
  const end = paddedBytes(length);
  let offset = length;
  message.setUint8(offset++, 0x80);
  while (offset % 4 !== 0) message.setUint8(offset++, 0);
  for (; offset < end - 8; offset += 4) message.setInt32(offset, 0);
  message.setUint32(end - 8, Math.floor(length / 0x20000000));
  message.setUint32(end - 4, length << 3);
  return end;
}

const schedule = new Int32Array(80);

/**
 * Takes one block into the digest. Five rounds a step: after five the words have changed places
 * once, so no value has to be moved. Written out, as calls would halve the speed of every
 * evaluation.
 */
function compress(message: DataView, offset: number): void {
  const w = schedule;
  for (let t = 0; t < 16; t += 1) w[t] = message.getInt32(offset + t * 4);
  for (let t = 16; t < 80; t += 1) {
    const x = w[t - 3]! ^ w[t - 8]! ^ w[t - 14]! ^ w[t - 16]!;
    w[t] = (x << 1) | (x >>> 31);
  }
  let a = digest[0]!;
  let b = digest[1]!;
  let c = digest[2]!;
  let d = digest[3]!;
  let e = digest[4]!;
  for (let t = 0; t < 20; t += 5) {
    e = (e + ((a << 5) | (a >>> 27)) + (d ^ (b & (c ^ d))) + 0x5a827999 + w[t]!) | 0;
    b = (b << 30) | (b >>> 2);
    d = (d + ((e << 5) | (e >>> 27)) + (c ^ (a & (b ^ c))) + 0x5a827999 + w[t + 1]!) | 0;
    a = (a << 30) | (a >>> 2);
    c = (c + ((d << 5) | (d >>> 27)) + (b ^ (e & (a ^ b))) + 0x5a827999 + w[t + 2]!) | 0;
    e = (e << 30) | (e >>> 2);
    b = (b + ((c << 5) | (c >>> 27)) + (a ^ (d & (e ^ a))) + 0x5a827999 + w[t + 3]!) | 0;
    d = (d << 30) | (d >>> 2);
    a = (a + ((b << 5) | (b >>> 27)) + (e ^ (c & (d ^ e))) + 0x5a827999 + w[t + 4]!) | 0;
    c = (c << 30) | (c >>> 2);
  }
  for (let t = 20; t < 40; t += 5) {
    e = (e + ((a << 5) | (a >>> 27)) + (b ^ c ^ d) + 0x6ed9eba1 + w[t]!) | 0;
    b = (b << 30) | (b >>> 2);
    d = (d + ((e << 5) | (e >>> 27)) + (a ^ b ^ c) + 0x6ed9eba1 + w[t + 1]!) | 0;
    a = (a << 30) | (a >>> 2);
    c = (c + ((d << 5) | (d >>> 27)) + (e ^ a ^ b) + 0x6ed9eba1 + w[t + 2]!) | 0;
    e = (e << 30) | (e >>> 2);
    b = (b + ((c << 5) | (c >>> 27)) + (d ^ e ^ a) + 0x6ed9eba1 + w[t + 3]!) | 0;
    d = (d << 30) | (d >>> 2);
    a = (a + ((b << 5) | (b >>> 27)) + (c ^ d ^ e) + 0x6ed9eba1 + w[t + 4]!) | 0;
    c = (c << 30) | (c >>> 2);
  }
  for (let t = 40; t < 60; t += 5) {
    e = (e + ((a << 5) | (a >>> 27)) + ((b & c) | (d & (b | c))) + 0x8f1bbcdc + w[t]!) | 0;
    b = (b << 30) | (b >>> 2);
    d = (d + ((e << 5) | (e >>> 27)) + ((a & b) | (c & (a | b))) + 0x8f1bbcdc + w[t + 1]!) | 0;
    a = (a << 30) | (a >>> 2);
    c = (c + ((d << 5) | (d >>> 27)) + ((e & a) | (b & (e | a))) + 0x8f1bbcdc + w[t + 2]!) | 0;
    e = (e << 30) | (e >>> 2);
    b = (b + ((c << 5) | (c >>> 27)) + ((d & e) | (a & (d | e))) + 0x8f1bbcdc + w[t + 3]!) | 0;
    d = (d << 30) | (d >>> 2);
    a = (a + ((b << 5) | (b >>> 27)) + ((c & d) | (e & (c | d))) + 0x8f1bbcdc + w[t + 4]!) | 0;
    c = (c << 30) | (c >>> 2);
  }
  for (let t = 60; t < 80; t += 5) {
    e = (e + ((a << 5) | (a >>> 27)) + (b ^ c ^ d) + 0xca62c1d6 + w[t]!) | 0;
    b = (b << 30) | (b >>> 2);
    d = (d + ((e << 5) | (e >>> 27)) + (a ^ b ^ c) + 0xca62c1d6 + w[t + 1]!) | 0;
    a = (a << 30) | (a >>> 2);
    c = (c + ((d << 5) | (d >>> 27)) + (e ^ a ^ b) + 0xca62c1d6 + w[t + 2]!) | 0;
    e = (e << 30) | (e >>> 2);
    b = (b + ((c << 5) | (c >>> 27)) + (d ^ e ^ a) + 0xca62c1d6 + w[t + 3]!) | 0;
    d = (d << 30) | (d >>> 2);
    a = (a + ((b << 5) | (b >>> 27)) + (c ^ d ^ e) + 0xca62c1d6 + w[t + 4]!) | 0;
    c = (c << 30) | (c >>> 2);
  }
  digest[0]! += a;
  digest[1]! += b;
  digest[2]! += c;
  digest[3]! += d;
  digest[4]! += e;
}
