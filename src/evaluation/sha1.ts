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
  message.setUint8(length, 0x80);
  for (let offset = length + 1; offset < end - 8; offset += 1) message.setUint8(offset, 0);
  message.setUint32(end - 8, Math.floor(length / 0x20000000));
  message.setUint32(end - 4, length << 3);
  return end;
}

const schedule = new Int32Array(80);

// Five rounds a step: the five words have changed places once and no value needs to be moved.
function compress(message: DataView, offset: number): void {
  const w = schedule;
  for (let t = 0; t < 16; t += 1) w[t] = message.getInt32(offset + t * 4);
  for (let t = 16; t < 80; t += 1) {
    const x = word(w, t - 3) ^ word(w, t - 8) ^ word(w, t - 14) ^ word(w, t - 16);
    w[t] = (x << 1) | (x >>> 31);
  }
  let a = word(digest, 0);
  let b = word(digest, 1);
  let c = word(digest, 2);
  let d = word(digest, 3);
  let e = word(digest, 4);
  for (let t = 0; t < 20; t += 5) {
    e = (e + rotate5(a) + choose(b, c, d) + 0x5a827999 + word(w, t)) | 0;
    b = rotate30(b);
    d = (d + rotate5(e) + choose(a, b, c) + 0x5a827999 + word(w, t + 1)) | 0;
    a = rotate30(a);
    c = (c + rotate5(d) + choose(e, a, b) + 0x5a827999 + word(w, t + 2)) | 0;
    e = rotate30(e);
    b = (b + rotate5(c) + choose(d, e, a) + 0x5a827999 + word(w, t + 3)) | 0;
    d = rotate30(d);
    a = (a + rotate5(b) + choose(c, d, e) + 0x5a827999 + word(w, t + 4)) | 0;
    c = rotate30(c);
  }
  for (let t = 20; t < 40; t += 5) {
    e = (e + rotate5(a) + (b ^ c ^ d) + 0x6ed9eba1 + word(w, t)) | 0;
    b = rotate30(b);
    d = (d + rotate5(e) + (a ^ b ^ c) + 0x6ed9eba1 + word(w, t + 1)) | 0;
    a = rotate30(a);
    c = (c + rotate5(d) + (e ^ a ^ b) + 0x6ed9eba1 + word(w, t + 2)) | 0;
    e = rotate30(e);
    b = (b + rotate5(c) + (d ^ e ^ a) + 0x6ed9eba1 + word(w, t + 3)) | 0;
    d = rotate30(d);
    a = (a + rotate5(b) + (c ^ d ^ e) + 0x6ed9eba1 + word(w, t + 4)) | 0;
    c = rotate30(c);
  }
  for (let t = 40; t < 60; t += 5) {
    e = (e + rotate5(a) + majority(b, c, d) + 0x8f1bbcdc + word(w, t)) | 0;
    b = rotate30(b);
    d = (d + rotate5(e) + majority(a, b, c) + 0x8f1bbcdc + word(w, t + 1)) | 0;
    a = rotate30(a);
    c = (c + rotate5(d) + majority(e, a, b) + 0x8f1bbcdc + word(w, t + 2)) | 0;
    e = rotate30(e);
    b = (b + rotate5(c) + majority(d, e, a) + 0x8f1bbcdc + word(w, t + 3)) | 0;
    d = rotate30(d);
    a = (a + rotate5(b) + majority(c, d, e) + 0x8f1bbcdc + word(w, t + 4)) | 0;
    c = rotate30(c);
  }
  for (let t = 60; t < 80; t += 5) {
    e = (e + rotate5(a) + (b ^ c ^ d) + 0xca62c1d6 + word(w, t)) | 0;
    b = rotate30(b);
    d = (d + rotate5(e) + (a ^ b ^ c) + 0xca62c1d6 + word(w, t + 1)) | 0;
    a = rotate30(a);
    c = (c + rotate5(d) + (e ^ a ^ b) + 0xca62c1d6 + word(w, t + 2)) | 0;
    e = rotate30(e);
    b = (b + rotate5(c) + (d ^ e ^ a) + 0xca62c1d6 + word(w, t + 3)) | 0;
    d = rotate30(d);
    a = (a + rotate5(b) + (c ^ d ^ e) + 0xca62c1d6 + word(w, t + 4)) | 0;
    c = rotate30(c);
  }
  digest[0] = word(digest, 0) + a;
  digest[1] = word(digest, 1) + b;
  digest[2] = word(digest, 2) + c;
  digest[3] = word(digest, 3) + d;
  digest[4] = word(digest, 4) + e;
}

/** A word that is known to be there. */
function word(words: Int32Array, index: number): number {
  return words[index]!;
}

function rotate5(x: number): number {
  return (x << 5) | (x >>> 27);
}

function rotate30(x: number): number {
  return (x << 30) | (x >>> 2);
}

function choose(x: number, y: number, z: number): number {
  return z ^ (x & (y ^ z));
}

function majority(x: number, y: number, z: number): number {
  return (x & y) | (z & (x | y));
}
