/** XXH64 with seed 0, in pieces: the checksum that a zstd frame may carry (RFC 8878, 3.1.1). */
export interface Xxh64 {
  readonly update: (bytes: Uint8Array) => void;
  readonly digest: () => bigint;
}

const STRIPE_BYTES = 32;
const PRIME_1 = 0x9e3779b185ebca87n;
const PRIME_2 = 0xc2b2ae3d27d4eb4fn;
const PRIME_3 = 0x165667b19e3779f9n;
const PRIME_4 = 0x85ebca77c2b2ae63n;
const PRIME_5 = 0x27d4eb2f165667c5n;

/**
 * Whole stripes go through 32-bit arithmetic, ten times as fast as bigints; the few steps of the
 * digest are bigints, as the definition is written.
 */
export function createXxh64(): Xxh64 {
  const lanes = new DataView(new ArrayBuffer(STRIPE_BYTES));
  const starts = [PRIME_1 + PRIME_2, PRIME_2, 0n, -PRIME_1];
  for (const [lane, start] of starts.entries()) lanes.setBigUint64(8 * lane, wrap(start), true);
  const rest = new Uint8Array(STRIPE_BYTES);
  let total = 0;

  return {
    update: (bytes) => {
      let from = 0;
      const held = total % STRIPE_BYTES;
      total += bytes.length;
      if (held > 0) {
        from = Math.min(STRIPE_BYTES - held, bytes.length);
        rest.set(bytes.subarray(0, from), held);
        if (held + from < STRIPE_BYTES) return;
        absorb(lanes, rest);
      }
      const whole = bytes.length - ((bytes.length - from) % STRIPE_BYTES);
      absorb(lanes, bytes.subarray(from, whole));
      rest.set(bytes.subarray(whole));
    },
    digest: () => finish(lanes, rest.subarray(0, total % STRIPE_BYTES), total),
  };
}

/** Per lane: `lane = rotate(lane + word * PRIME_2, 31) * PRIME_1`. */
function absorb(lanes: DataView, stripes: Uint8Array): void {
  const words = new DataView(stripes.buffer, stripes.byteOffset, stripes.length);
  for (let lane = 0; lane < STRIPE_BYTES; lane += 8) {
    let low = lanes.getInt32(lane, true);
    let high = lanes.getInt32(lane + 4, true);
    for (let at = lane; at < stripes.length; at += STRIPE_BYTES) {
      const wordLow = words.getInt32(at, true);
      const wordHigh = words.getInt32(at + 4, true);
      const carried = highOfProduct(wordLow, 0x27d4eb4f);
      const cross = Math.imul(wordLow, 0xc2b2ae3d) + Math.imul(wordHigh, 0x27d4eb4f);
      const sum = (low >>> 0) + (Math.imul(wordLow, 0x27d4eb4f) >>> 0);
      const sumHigh = (high + carried + cross + (sum > 0xffffffff ? 1 : 0)) | 0;
      const sumLow = sum | 0;
      const turnedHigh = (sumHigh << 31) | (sumLow >>> 1);
      const turnedLow = (sumLow << 31) | (sumHigh >>> 1);
      low = Math.imul(turnedLow, 0x85ebca87);
      high =
        (highOfProduct(turnedLow, 0x85ebca87) +
          Math.imul(turnedLow, 0x9e3779b1) +
          Math.imul(turnedHigh, 0x85ebca87)) |
        0;
    }
    lanes.setInt32(lane, low, true);
    lanes.setInt32(lane + 4, high, true);
  }
}

/** The upper half of the product of two unsigned 32-bit numbers. */
function highOfProduct(left: number, right: number): number {
  const leftLow = left & 0xffff;
  const leftHigh = left >>> 16;
  const rightLow = right & 0xffff;
  const rightHigh = right >>> 16;
  const outer = Math.imul(leftHigh, rightLow) >>> 0;
  const inner = Math.imul(leftLow, rightHigh) >>> 0;
  const lowest = Math.imul(leftLow, rightLow) >>> 16;
  const middle = lowest + (outer & 0xffff) + (inner & 0xffff);
  return Math.imul(leftHigh, rightHigh) + (outer >>> 16) + (inner >>> 16) + (middle >>> 16);
}

function finish(lanes: DataView, rest: Uint8Array, total: number): bigint {
  let hash = total < STRIPE_BYTES ? PRIME_5 : converge(lanes);
  hash = wrap(hash + BigInt(total));
  const view = new DataView(rest.buffer, rest.byteOffset, rest.length);
  let at = 0;
  for (; at + 8 <= rest.length; at += 8)
    hash = wrap(rotate(hash ^ round(0n, view.getBigUint64(at, true)), 27n) * PRIME_1 + PRIME_4);
  for (; at + 4 <= rest.length; at += 4) {
    const mixed = hash ^ wrap(BigInt(view.getUint32(at, true)) * PRIME_1);
    hash = wrap(rotate(mixed, 23n) * PRIME_2 + PRIME_3);
  }
  for (; at < rest.length; at += 1)
    hash = wrap(rotate(hash ^ wrap(BigInt(view.getUint8(at)) * PRIME_5), 11n) * PRIME_1);
  hash = wrap((hash ^ (hash >> 33n)) * PRIME_2);
  hash = wrap((hash ^ (hash >> 29n)) * PRIME_3);
  return hash ^ (hash >> 32n);
}

function converge(lanes: DataView): bigint {
  const values = [0, 8, 16, 24].map((at) => lanes.getBigUint64(at, true));
  const turns = [1n, 7n, 12n, 18n];
  const sum = values.reduce((hash, value, at) => hash + rotate(value, turns[at] ?? 0n), 0n);
  return values.reduce(
    (hash, value) => wrap((hash ^ round(0n, value)) * PRIME_1 + PRIME_4),
    wrap(sum),
  );
}

const wrap = (value: bigint): bigint => BigInt.asUintN(64, value);
const rotate = (value: bigint, by: bigint): bigint => wrap(value << by) | (value >> (64n - by));
const round = (lane: bigint, word: bigint): bigint =>
  wrap(rotate(wrap(lane + word * PRIME_2), 31n) * PRIME_1);
