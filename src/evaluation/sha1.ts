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

/**
 * Takes one block into the digest, one round a line. Written out because hashing is half of what
 * an evaluation costs: the sixteen words stay in registers, the five of the state change their
 * places by name instead of by moves, and it is twice as fast as the loop.
 */
// oxfmt-ignore
function compress(message: DataView, offset: number): void {
  let w0 = message.getInt32(offset + 0); let w1 = message.getInt32(offset + 4); let w2 = message.getInt32(offset + 8); let w3 = message.getInt32(offset + 12);
  let w4 = message.getInt32(offset + 16); let w5 = message.getInt32(offset + 20); let w6 = message.getInt32(offset + 24); let w7 = message.getInt32(offset + 28);
  let w8 = message.getInt32(offset + 32); let w9 = message.getInt32(offset + 36); let wa = message.getInt32(offset + 40); let wb = message.getInt32(offset + 44);
  let wc = message.getInt32(offset + 48); let wd = message.getInt32(offset + 52); let we = message.getInt32(offset + 56); let wf = message.getInt32(offset + 60);
  let a = digest[0]!, b = digest[1]!, c = digest[2]!, d = digest[3]!, e = digest[4]!, x = 0;
  // Rounds 0 to 15: the words of the message as they are.
  e = (e + ((a << 5) | (a >>> 27)) + (d ^ (b & (c ^ d))) + 0x5a827999 + w0) | 0; b = (b << 30) | (b >>> 2);
  d = (d + ((e << 5) | (e >>> 27)) + (c ^ (a & (b ^ c))) + 0x5a827999 + w1) | 0; a = (a << 30) | (a >>> 2);
  c = (c + ((d << 5) | (d >>> 27)) + (b ^ (e & (a ^ b))) + 0x5a827999 + w2) | 0; e = (e << 30) | (e >>> 2);
  b = (b + ((c << 5) | (c >>> 27)) + (a ^ (d & (e ^ a))) + 0x5a827999 + w3) | 0; d = (d << 30) | (d >>> 2);
  a = (a + ((b << 5) | (b >>> 27)) + (e ^ (c & (d ^ e))) + 0x5a827999 + w4) | 0; c = (c << 30) | (c >>> 2);
  e = (e + ((a << 5) | (a >>> 27)) + (d ^ (b & (c ^ d))) + 0x5a827999 + w5) | 0; b = (b << 30) | (b >>> 2);
  d = (d + ((e << 5) | (e >>> 27)) + (c ^ (a & (b ^ c))) + 0x5a827999 + w6) | 0; a = (a << 30) | (a >>> 2);
  c = (c + ((d << 5) | (d >>> 27)) + (b ^ (e & (a ^ b))) + 0x5a827999 + w7) | 0; e = (e << 30) | (e >>> 2);
  b = (b + ((c << 5) | (c >>> 27)) + (a ^ (d & (e ^ a))) + 0x5a827999 + w8) | 0; d = (d << 30) | (d >>> 2);
  a = (a + ((b << 5) | (b >>> 27)) + (e ^ (c & (d ^ e))) + 0x5a827999 + w9) | 0; c = (c << 30) | (c >>> 2);
  e = (e + ((a << 5) | (a >>> 27)) + (d ^ (b & (c ^ d))) + 0x5a827999 + wa) | 0; b = (b << 30) | (b >>> 2);
  d = (d + ((e << 5) | (e >>> 27)) + (c ^ (a & (b ^ c))) + 0x5a827999 + wb) | 0; a = (a << 30) | (a >>> 2);
  c = (c + ((d << 5) | (d >>> 27)) + (b ^ (e & (a ^ b))) + 0x5a827999 + wc) | 0; e = (e << 30) | (e >>> 2);
  b = (b + ((c << 5) | (c >>> 27)) + (a ^ (d & (e ^ a))) + 0x5a827999 + wd) | 0; d = (d << 30) | (d >>> 2);
  a = (a + ((b << 5) | (b >>> 27)) + (e ^ (c & (d ^ e))) + 0x5a827999 + we) | 0; c = (c << 30) | (c >>> 2);
  e = (e + ((a << 5) | (a >>> 27)) + (d ^ (b & (c ^ d))) + 0x5a827999 + wf) | 0; b = (b << 30) | (b >>> 2);
  // Rounds 16 to 19: from here on each word is mixed from four earlier ones.
  x = wd ^ w8 ^ w2 ^ w0; w0 = (x << 1) | (x >>> 31); d = (d + ((e << 5) | (e >>> 27)) + (c ^ (a & (b ^ c))) + 0x5a827999 + w0) | 0; a = (a << 30) | (a >>> 2);
  x = we ^ w9 ^ w3 ^ w1; w1 = (x << 1) | (x >>> 31); c = (c + ((d << 5) | (d >>> 27)) + (b ^ (e & (a ^ b))) + 0x5a827999 + w1) | 0; e = (e << 30) | (e >>> 2);
  x = wf ^ wa ^ w4 ^ w2; w2 = (x << 1) | (x >>> 31); b = (b + ((c << 5) | (c >>> 27)) + (a ^ (d & (e ^ a))) + 0x5a827999 + w2) | 0; d = (d << 30) | (d >>> 2);
  x = w0 ^ wb ^ w5 ^ w3; w3 = (x << 1) | (x >>> 31); a = (a + ((b << 5) | (b >>> 27)) + (e ^ (c & (d ^ e))) + 0x5a827999 + w3) | 0; c = (c << 30) | (c >>> 2);
  // Rounds 20 to 39.
  x = w1 ^ wc ^ w6 ^ w4; w4 = (x << 1) | (x >>> 31); e = (e + ((a << 5) | (a >>> 27)) + (b ^ c ^ d) + 0x6ed9eba1 + w4) | 0; b = (b << 30) | (b >>> 2);
  x = w2 ^ wd ^ w7 ^ w5; w5 = (x << 1) | (x >>> 31); d = (d + ((e << 5) | (e >>> 27)) + (a ^ b ^ c) + 0x6ed9eba1 + w5) | 0; a = (a << 30) | (a >>> 2);
  x = w3 ^ we ^ w8 ^ w6; w6 = (x << 1) | (x >>> 31); c = (c + ((d << 5) | (d >>> 27)) + (e ^ a ^ b) + 0x6ed9eba1 + w6) | 0; e = (e << 30) | (e >>> 2);
  x = w4 ^ wf ^ w9 ^ w7; w7 = (x << 1) | (x >>> 31); b = (b + ((c << 5) | (c >>> 27)) + (d ^ e ^ a) + 0x6ed9eba1 + w7) | 0; d = (d << 30) | (d >>> 2);
  x = w5 ^ w0 ^ wa ^ w8; w8 = (x << 1) | (x >>> 31); a = (a + ((b << 5) | (b >>> 27)) + (c ^ d ^ e) + 0x6ed9eba1 + w8) | 0; c = (c << 30) | (c >>> 2);
  x = w6 ^ w1 ^ wb ^ w9; w9 = (x << 1) | (x >>> 31); e = (e + ((a << 5) | (a >>> 27)) + (b ^ c ^ d) + 0x6ed9eba1 + w9) | 0; b = (b << 30) | (b >>> 2);
  x = w7 ^ w2 ^ wc ^ wa; wa = (x << 1) | (x >>> 31); d = (d + ((e << 5) | (e >>> 27)) + (a ^ b ^ c) + 0x6ed9eba1 + wa) | 0; a = (a << 30) | (a >>> 2);
  x = w8 ^ w3 ^ wd ^ wb; wb = (x << 1) | (x >>> 31); c = (c + ((d << 5) | (d >>> 27)) + (e ^ a ^ b) + 0x6ed9eba1 + wb) | 0; e = (e << 30) | (e >>> 2);
  x = w9 ^ w4 ^ we ^ wc; wc = (x << 1) | (x >>> 31); b = (b + ((c << 5) | (c >>> 27)) + (d ^ e ^ a) + 0x6ed9eba1 + wc) | 0; d = (d << 30) | (d >>> 2);
  x = wa ^ w5 ^ wf ^ wd; wd = (x << 1) | (x >>> 31); a = (a + ((b << 5) | (b >>> 27)) + (c ^ d ^ e) + 0x6ed9eba1 + wd) | 0; c = (c << 30) | (c >>> 2);
  x = wb ^ w6 ^ w0 ^ we; we = (x << 1) | (x >>> 31); e = (e + ((a << 5) | (a >>> 27)) + (b ^ c ^ d) + 0x6ed9eba1 + we) | 0; b = (b << 30) | (b >>> 2);
  x = wc ^ w7 ^ w1 ^ wf; wf = (x << 1) | (x >>> 31); d = (d + ((e << 5) | (e >>> 27)) + (a ^ b ^ c) + 0x6ed9eba1 + wf) | 0; a = (a << 30) | (a >>> 2);
  x = wd ^ w8 ^ w2 ^ w0; w0 = (x << 1) | (x >>> 31); c = (c + ((d << 5) | (d >>> 27)) + (e ^ a ^ b) + 0x6ed9eba1 + w0) | 0; e = (e << 30) | (e >>> 2);
  x = we ^ w9 ^ w3 ^ w1; w1 = (x << 1) | (x >>> 31); b = (b + ((c << 5) | (c >>> 27)) + (d ^ e ^ a) + 0x6ed9eba1 + w1) | 0; d = (d << 30) | (d >>> 2);
  x = wf ^ wa ^ w4 ^ w2; w2 = (x << 1) | (x >>> 31); a = (a + ((b << 5) | (b >>> 27)) + (c ^ d ^ e) + 0x6ed9eba1 + w2) | 0; c = (c << 30) | (c >>> 2);
  x = w0 ^ wb ^ w5 ^ w3; w3 = (x << 1) | (x >>> 31); e = (e + ((a << 5) | (a >>> 27)) + (b ^ c ^ d) + 0x6ed9eba1 + w3) | 0; b = (b << 30) | (b >>> 2);
  x = w1 ^ wc ^ w6 ^ w4; w4 = (x << 1) | (x >>> 31); d = (d + ((e << 5) | (e >>> 27)) + (a ^ b ^ c) + 0x6ed9eba1 + w4) | 0; a = (a << 30) | (a >>> 2);
  x = w2 ^ wd ^ w7 ^ w5; w5 = (x << 1) | (x >>> 31); c = (c + ((d << 5) | (d >>> 27)) + (e ^ a ^ b) + 0x6ed9eba1 + w5) | 0; e = (e << 30) | (e >>> 2);
  x = w3 ^ we ^ w8 ^ w6; w6 = (x << 1) | (x >>> 31); b = (b + ((c << 5) | (c >>> 27)) + (d ^ e ^ a) + 0x6ed9eba1 + w6) | 0; d = (d << 30) | (d >>> 2);
  x = w4 ^ wf ^ w9 ^ w7; w7 = (x << 1) | (x >>> 31); a = (a + ((b << 5) | (b >>> 27)) + (c ^ d ^ e) + 0x6ed9eba1 + w7) | 0; c = (c << 30) | (c >>> 2);
  // Rounds 40 to 59.
  x = w5 ^ w0 ^ wa ^ w8; w8 = (x << 1) | (x >>> 31); e = (e + ((a << 5) | (a >>> 27)) + ((b & c) | (d & (b | c))) + 0x8f1bbcdc + w8) | 0; b = (b << 30) | (b >>> 2);
  x = w6 ^ w1 ^ wb ^ w9; w9 = (x << 1) | (x >>> 31); d = (d + ((e << 5) | (e >>> 27)) + ((a & b) | (c & (a | b))) + 0x8f1bbcdc + w9) | 0; a = (a << 30) | (a >>> 2);
  x = w7 ^ w2 ^ wc ^ wa; wa = (x << 1) | (x >>> 31); c = (c + ((d << 5) | (d >>> 27)) + ((e & a) | (b & (e | a))) + 0x8f1bbcdc + wa) | 0; e = (e << 30) | (e >>> 2);
  x = w8 ^ w3 ^ wd ^ wb; wb = (x << 1) | (x >>> 31); b = (b + ((c << 5) | (c >>> 27)) + ((d & e) | (a & (d | e))) + 0x8f1bbcdc + wb) | 0; d = (d << 30) | (d >>> 2);
  x = w9 ^ w4 ^ we ^ wc; wc = (x << 1) | (x >>> 31); a = (a + ((b << 5) | (b >>> 27)) + ((c & d) | (e & (c | d))) + 0x8f1bbcdc + wc) | 0; c = (c << 30) | (c >>> 2);
  x = wa ^ w5 ^ wf ^ wd; wd = (x << 1) | (x >>> 31); e = (e + ((a << 5) | (a >>> 27)) + ((b & c) | (d & (b | c))) + 0x8f1bbcdc + wd) | 0; b = (b << 30) | (b >>> 2);
  x = wb ^ w6 ^ w0 ^ we; we = (x << 1) | (x >>> 31); d = (d + ((e << 5) | (e >>> 27)) + ((a & b) | (c & (a | b))) + 0x8f1bbcdc + we) | 0; a = (a << 30) | (a >>> 2);
  x = wc ^ w7 ^ w1 ^ wf; wf = (x << 1) | (x >>> 31); c = (c + ((d << 5) | (d >>> 27)) + ((e & a) | (b & (e | a))) + 0x8f1bbcdc + wf) | 0; e = (e << 30) | (e >>> 2);
  x = wd ^ w8 ^ w2 ^ w0; w0 = (x << 1) | (x >>> 31); b = (b + ((c << 5) | (c >>> 27)) + ((d & e) | (a & (d | e))) + 0x8f1bbcdc + w0) | 0; d = (d << 30) | (d >>> 2);
  x = we ^ w9 ^ w3 ^ w1; w1 = (x << 1) | (x >>> 31); a = (a + ((b << 5) | (b >>> 27)) + ((c & d) | (e & (c | d))) + 0x8f1bbcdc + w1) | 0; c = (c << 30) | (c >>> 2);
  x = wf ^ wa ^ w4 ^ w2; w2 = (x << 1) | (x >>> 31); e = (e + ((a << 5) | (a >>> 27)) + ((b & c) | (d & (b | c))) + 0x8f1bbcdc + w2) | 0; b = (b << 30) | (b >>> 2);
  x = w0 ^ wb ^ w5 ^ w3; w3 = (x << 1) | (x >>> 31); d = (d + ((e << 5) | (e >>> 27)) + ((a & b) | (c & (a | b))) + 0x8f1bbcdc + w3) | 0; a = (a << 30) | (a >>> 2);
  x = w1 ^ wc ^ w6 ^ w4; w4 = (x << 1) | (x >>> 31); c = (c + ((d << 5) | (d >>> 27)) + ((e & a) | (b & (e | a))) + 0x8f1bbcdc + w4) | 0; e = (e << 30) | (e >>> 2);
  x = w2 ^ wd ^ w7 ^ w5; w5 = (x << 1) | (x >>> 31); b = (b + ((c << 5) | (c >>> 27)) + ((d & e) | (a & (d | e))) + 0x8f1bbcdc + w5) | 0; d = (d << 30) | (d >>> 2);
  x = w3 ^ we ^ w8 ^ w6; w6 = (x << 1) | (x >>> 31); a = (a + ((b << 5) | (b >>> 27)) + ((c & d) | (e & (c | d))) + 0x8f1bbcdc + w6) | 0; c = (c << 30) | (c >>> 2);
  x = w4 ^ wf ^ w9 ^ w7; w7 = (x << 1) | (x >>> 31); e = (e + ((a << 5) | (a >>> 27)) + ((b & c) | (d & (b | c))) + 0x8f1bbcdc + w7) | 0; b = (b << 30) | (b >>> 2);
  x = w5 ^ w0 ^ wa ^ w8; w8 = (x << 1) | (x >>> 31); d = (d + ((e << 5) | (e >>> 27)) + ((a & b) | (c & (a | b))) + 0x8f1bbcdc + w8) | 0; a = (a << 30) | (a >>> 2);
  x = w6 ^ w1 ^ wb ^ w9; w9 = (x << 1) | (x >>> 31); c = (c + ((d << 5) | (d >>> 27)) + ((e & a) | (b & (e | a))) + 0x8f1bbcdc + w9) | 0; e = (e << 30) | (e >>> 2);
  x = w7 ^ w2 ^ wc ^ wa; wa = (x << 1) | (x >>> 31); b = (b + ((c << 5) | (c >>> 27)) + ((d & e) | (a & (d | e))) + 0x8f1bbcdc + wa) | 0; d = (d << 30) | (d >>> 2);
  x = w8 ^ w3 ^ wd ^ wb; wb = (x << 1) | (x >>> 31); a = (a + ((b << 5) | (b >>> 27)) + ((c & d) | (e & (c | d))) + 0x8f1bbcdc + wb) | 0; c = (c << 30) | (c >>> 2);
  // Rounds 60 to 79.
  x = w9 ^ w4 ^ we ^ wc; wc = (x << 1) | (x >>> 31); e = (e + ((a << 5) | (a >>> 27)) + (b ^ c ^ d) + 0xca62c1d6 + wc) | 0; b = (b << 30) | (b >>> 2);
  x = wa ^ w5 ^ wf ^ wd; wd = (x << 1) | (x >>> 31); d = (d + ((e << 5) | (e >>> 27)) + (a ^ b ^ c) + 0xca62c1d6 + wd) | 0; a = (a << 30) | (a >>> 2);
  x = wb ^ w6 ^ w0 ^ we; we = (x << 1) | (x >>> 31); c = (c + ((d << 5) | (d >>> 27)) + (e ^ a ^ b) + 0xca62c1d6 + we) | 0; e = (e << 30) | (e >>> 2);
  x = wc ^ w7 ^ w1 ^ wf; wf = (x << 1) | (x >>> 31); b = (b + ((c << 5) | (c >>> 27)) + (d ^ e ^ a) + 0xca62c1d6 + wf) | 0; d = (d << 30) | (d >>> 2);
  x = wd ^ w8 ^ w2 ^ w0; w0 = (x << 1) | (x >>> 31); a = (a + ((b << 5) | (b >>> 27)) + (c ^ d ^ e) + 0xca62c1d6 + w0) | 0; c = (c << 30) | (c >>> 2);
  x = we ^ w9 ^ w3 ^ w1; w1 = (x << 1) | (x >>> 31); e = (e + ((a << 5) | (a >>> 27)) + (b ^ c ^ d) + 0xca62c1d6 + w1) | 0; b = (b << 30) | (b >>> 2);
  x = wf ^ wa ^ w4 ^ w2; w2 = (x << 1) | (x >>> 31); d = (d + ((e << 5) | (e >>> 27)) + (a ^ b ^ c) + 0xca62c1d6 + w2) | 0; a = (a << 30) | (a >>> 2);
  x = w0 ^ wb ^ w5 ^ w3; w3 = (x << 1) | (x >>> 31); c = (c + ((d << 5) | (d >>> 27)) + (e ^ a ^ b) + 0xca62c1d6 + w3) | 0; e = (e << 30) | (e >>> 2);
  x = w1 ^ wc ^ w6 ^ w4; w4 = (x << 1) | (x >>> 31); b = (b + ((c << 5) | (c >>> 27)) + (d ^ e ^ a) + 0xca62c1d6 + w4) | 0; d = (d << 30) | (d >>> 2);
  x = w2 ^ wd ^ w7 ^ w5; w5 = (x << 1) | (x >>> 31); a = (a + ((b << 5) | (b >>> 27)) + (c ^ d ^ e) + 0xca62c1d6 + w5) | 0; c = (c << 30) | (c >>> 2);
  x = w3 ^ we ^ w8 ^ w6; w6 = (x << 1) | (x >>> 31); e = (e + ((a << 5) | (a >>> 27)) + (b ^ c ^ d) + 0xca62c1d6 + w6) | 0; b = (b << 30) | (b >>> 2);
  x = w4 ^ wf ^ w9 ^ w7; w7 = (x << 1) | (x >>> 31); d = (d + ((e << 5) | (e >>> 27)) + (a ^ b ^ c) + 0xca62c1d6 + w7) | 0; a = (a << 30) | (a >>> 2);
  x = w5 ^ w0 ^ wa ^ w8; w8 = (x << 1) | (x >>> 31); c = (c + ((d << 5) | (d >>> 27)) + (e ^ a ^ b) + 0xca62c1d6 + w8) | 0; e = (e << 30) | (e >>> 2);
  x = w6 ^ w1 ^ wb ^ w9; w9 = (x << 1) | (x >>> 31); b = (b + ((c << 5) | (c >>> 27)) + (d ^ e ^ a) + 0xca62c1d6 + w9) | 0; d = (d << 30) | (d >>> 2);
  x = w7 ^ w2 ^ wc ^ wa; wa = (x << 1) | (x >>> 31); a = (a + ((b << 5) | (b >>> 27)) + (c ^ d ^ e) + 0xca62c1d6 + wa) | 0; c = (c << 30) | (c >>> 2);
  x = w8 ^ w3 ^ wd ^ wb; wb = (x << 1) | (x >>> 31); e = (e + ((a << 5) | (a >>> 27)) + (b ^ c ^ d) + 0xca62c1d6 + wb) | 0; b = (b << 30) | (b >>> 2);
  x = w9 ^ w4 ^ we ^ wc; wc = (x << 1) | (x >>> 31); d = (d + ((e << 5) | (e >>> 27)) + (a ^ b ^ c) + 0xca62c1d6 + wc) | 0; a = (a << 30) | (a >>> 2);
  x = wa ^ w5 ^ wf ^ wd; wd = (x << 1) | (x >>> 31); c = (c + ((d << 5) | (d >>> 27)) + (e ^ a ^ b) + 0xca62c1d6 + wd) | 0; e = (e << 30) | (e >>> 2);
  x = wb ^ w6 ^ w0 ^ we; we = (x << 1) | (x >>> 31); b = (b + ((c << 5) | (c >>> 27)) + (d ^ e ^ a) + 0xca62c1d6 + we) | 0; d = (d << 30) | (d >>> 2);
  x = wc ^ w7 ^ w1 ^ wf; wf = (x << 1) | (x >>> 31); a = (a + ((b << 5) | (b >>> 27)) + (c ^ d ^ e) + 0xca62c1d6 + wf) | 0; c = (c << 30) | (c >>> 2);
  digest[0]! += a; digest[1]! += b; digest[2]! += c; digest[3]! += d; digest[4]! += e;
}
