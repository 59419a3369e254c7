import { Decompress } from "fzstd";
import type { ByteSource } from "./byte-source.ts";
import { createXxh64 } from "./xxh64.ts";

/** What zstd's own command allows without being asked: a frame cannot make us hold more. */
const MAX_WINDOW_BYTES = 128 * 2 ** 20;
const MAX_BLOCK_BYTES = 128 * 2 ** 10;

const MAGIC = [0x28, 0xb5, 0x2f, 0xfd] as const;

/** Whether bytes begin like a frame of zstd, or like one that is to be skipped. */
export function isZstd(start: Uint8Array): boolean {
  return start.length >= 4 && (isFrame(start) || isSkippable(start));
}

const isFrame = (start: Uint8Array): boolean => MAGIC.every((byte, at) => start[at] === byte);
const isSkippable = ([first = 0, ...others]: Uint8Array): boolean =>
  first >> 4 === 5 && SKIPPABLE.every((byte, at) => others[at] === byte);
const SKIPPABLE = [0x2a, 0x4d, 0x18] as const;

/** Why zstd data is not read; the caller knows what the input is called. */
export class ZstdFault extends Error {
  override readonly name = "ZstdFault";
  /** Whether zstd itself would read it, when it is told more. */
  readonly isLegal: boolean;
  /** Whether it ends before its end. */
  readonly isCut: boolean;

  constructor(
    message: string,
    options: { readonly isLegal?: boolean; readonly isCut?: boolean; cause?: unknown } = {},
  ) {
    super(message, { cause: options.cause });
    this.isLegal = options.isLegal ?? false;
    this.isCut = options.isCut ?? false;
  }
}

const DAMAGED = "its zstd data is damaged";

/**
 * Decompresses zstd frames, one after another (RFC 8878). fzstd decodes blocks; frames are cut
 * here, so that windows and blocks are bounded before anything is allocated for them, any number
 * of frames can follow, and sizes and checksums are compared. Throws `ZstdFault`.
 */
export async function* zstdFrames(source: ByteSource): AsyncGenerator<Uint8Array, void, undefined> {
  for (;;) {
    const start = await source.take(4);
    if (start.length === 0) return;
    if (isFrame(start)) yield* readFrame(source);
    else if (isSkippable(start)) await skipFrame(source);
    else throw new ZstdFault(DAMAGED);
  }
}

async function skipFrame(source: ByteSource): Promise<void> {
  const size = toNumber(await exactly(source, 4));
  if ((await source.skip(size)) < size) throw new ZstdFault(DAMAGED, { isCut: true });
}

async function* readFrame(source: ByteSource): AsyncGenerator<Uint8Array, void, undefined> {
  const header = await readHeader(source);
  const decode = createDecoder(header);
  const checksum = header.hasChecksum ? createXxh64() : undefined;
  let length = 0;
  for (let isLast = false; !isLast;) {
    const block = await readBlock(source, header);
    ({ isLast } = block);
    for (const bytes of decode(block)) {
      length += bytes.length;
      checksum?.update(bytes);
      yield bytes;
    }
  }
  if (header.contentBytes !== undefined && header.contentBytes !== length)
    throw new ZstdFault(DAMAGED);
  if (checksum === undefined) return;
  const expected = toNumber(await exactly(source, 4));
  if (expected !== Number(checksum.digest() & 0xffffffffn)) throw new ZstdFault(DAMAGED);
}

interface FrameHeader {
  /** The header as fzstd is given it: without a checksum to pass over. */
  readonly bytes: Uint8Array;
  readonly windowBytes: number;
  /** Undefined where the frame does not say it. */
  readonly contentBytes: number | undefined;
  readonly hasChecksum: boolean;
}

/** RFC 8878, 3.1.1.1: a descriptor, then the window, the dictionary and the size, if they are said. */
async function readHeader(source: ByteSource): Promise<FrameHeader> {
  const [descriptor = 0] = await exactly(source, 1);
  const isSingleSegment = (descriptor & 0x20) !== 0;
  const hasChecksum = (descriptor & 0x04) !== 0;
  if ((descriptor & 0x08) !== 0) throw new ZstdFault(DAMAGED);
  const window = await exactly(source, isSingleSegment ? 0 : 1);
  const dictionary = await exactly(source, [0, 1, 2, 4][descriptor & 3] ?? 0);
  const size = await exactly(source, [isSingleSegment ? 1 : 0, 2, 4, 8][descriptor >> 6] ?? 0);
  if (dictionary.some((byte) => byte !== 0))
    throw new ZstdFault("its zstd frame needs a dictionary", { isLegal: true });
  const contentBytes = toContentBytes(size);
  const windowBytes = isSingleSegment ? (contentBytes ?? 0) : toWindowBytes(window[0] ?? 0);
  if (windowBytes > MAX_WINDOW_BYTES)
    throw new ZstdFault("its zstd window is larger than 128 MiB", { isLegal: true });
  const plain = [...MAGIC, descriptor & ~0x04, ...window, ...dictionary, ...size];
  return { bytes: Uint8Array.from(plain), windowBytes, contentBytes, hasChecksum };
}

function toWindowBytes(descriptor: number): number {
  const base = 2 ** (10 + (descriptor >> 3));
  return base + (base / 8) * (descriptor & 7);
}

function toContentBytes(size: Uint8Array): number | undefined {
  if (size.length === 0) return undefined;
  return size.length === 2 ? toNumber(size) + 256 : toNumber(size);
}

interface Block {
  readonly bytes: Uint8Array;
  readonly isLast: boolean;
}

const RUN = 1;
const RESERVED = 3;

/** RFC 8878, 3.1.1.2: no block is, or becomes, longer than the window or 128 KiB. */
async function readBlock(source: ByteSource, { windowBytes }: FrameHeader): Promise<Block> {
  const header = await exactly(source, 3);
  const word = toNumber(header);
  const type = (word >> 1) & 3;
  const size = word >> 3;
  if (type === RESERVED || size > Math.min(MAX_BLOCK_BYTES, windowBytes))
    throw new ZstdFault(DAMAGED);
  const content = await exactly(source, type === RUN ? 1 : size);
  const bytes = new Uint8Array(header.length + content.length);
  bytes.set(header);
  bytes.set(content, header.length);
  return { bytes, isLast: (word & 1) === 1 };
}

/** A block may come out later, with one that follows it. */
function createDecoder(header: FrameHeader): (block: Block) => readonly Uint8Array[] {
  const decoded: Uint8Array[] = [];
  const decoder = new Decompress((bytes) => void decoded.push(bytes));
  decoder.push(header.bytes);
  return ({ bytes, isLast }) => {
    try {
      decoder.push(bytes, isLast);
    } catch (cause) {
      throw new ZstdFault(DAMAGED, { cause });
    }
    return decoded.splice(0);
  };
}

async function exactly(source: ByteSource, count: number): Promise<Uint8Array> {
  const bytes = await source.take(count);
  if (bytes.length < count) throw new ZstdFault(DAMAGED, { isCut: true });
  return bytes;
}

/** Unsigned, little-endian. */
function toNumber(bytes: Uint8Array): number {
  return bytes.reduceRight((number, byte) => number * 256 + byte, 0);
}
