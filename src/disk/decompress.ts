import { pipeline, Readable } from "node:stream";
import { setImmediate } from "node:timers/promises";
import { createGunzip, type Gunzip } from "node:zlib";
import { OpsError } from "../errors.ts";
import { type ByteSource, byteSource } from "./byte-source.ts";
import { codeOf } from "./file-error.ts";
import { isZstd, ZstdFault, zstdFrames } from "./zstd.ts";

/** What is decompressed at once. */
const CHUNK_BYTES = 256 * 1024;

/**
 * The plain bytes of an input that may be compressed: gz (any number of members) and zst (any
 * number of frames) are told by how they begin, not by a name, and everything else passes as it
 * is. However much comes out, a chunk and a window are all that is held. Throws `usage` where the
 * compressed bytes are damaged or end too early, the latter with the diagnostic
 * `input.truncated`; what came before was yielded.
 *
 * @param name what the input is called in that message
 */
export async function* decompress(
  chunks: AsyncIterable<Uint8Array>,
  name: string,
): AsyncGenerator<Uint8Array, void, undefined> {
  const source = byteSource(chunks);
  try {
    const start = await source.peek(4);
    if (isGzip(start)) yield* gunzip(source, name);
    else if (isZstd(start)) yield* unzstd(source, name);
    else yield* source.rest();
  } finally {
    await source.close();
  }
}

const isGzip = ([first, second]: Uint8Array): boolean => first === 0x1f && second === 0x8b;

async function* gunzip(
  source: ByteSource,
  name: string,
): AsyncGenerator<Uint8Array, void, undefined> {
  const plain = createGunzip({ chunkSize: CHUNK_BYTES });
  // A fault of the source ends the stream too, and comes out of the loop below.
  pipeline(Readable.from(piecesFor(plain, source.rest())), plain, () => {});
  try {
    for await (const chunk of plain) if (chunk instanceof Uint8Array) yield chunk;
  } catch (error) {
    if (!codeOf(error).startsWith("Z_")) throw error;
    const isCut = codeOf(error) === "Z_BUF_ERROR";
    throw refusal(name, "its gzip data is damaged", { hint: DAMAGE, cause: error, isCut });
  }
}

/**
 * A stream reads ahead, and what it holds then must not change. It ends when all it gave was
 * taken: an end that comes too early is an error, and what was not taken is lost with it.
 */
async function* piecesFor(
  plain: Gunzip,
  chunks: AsyncIterable<Uint8Array>,
): AsyncGenerator<Uint8Array, void, undefined> {
  for await (const chunk of chunks) yield new Uint8Array(chunk);
  while (!plain.destroyed && plain.writableLength + plain.readableLength > 0) await setImmediate();
}

async function* unzstd(
  source: ByteSource,
  name: string,
): AsyncGenerator<Uint8Array, void, undefined> {
  try {
    yield* zstdFrames(source);
  } catch (error) {
    if (!(error instanceof ZstdFault)) throw error;
    const { isLegal, isCut } = error;
    throw refusal(name, error.message, { hint: isLegal ? DIFFERENT : DAMAGE, cause: error, isCut });
  }
}

const DAMAGE = "It may have been cut off on its way: fetch or compress it again";
const DIFFERENT = "Decompress it with the zstd command, and give the result";

/** Input that was cut off says so in a diagnostic: who can use what came before may go on. */
function refusal(
  name: string,
  why: string,
  { hint, cause, isCut }: { hint: string; cause: unknown; isCut: boolean },
): OpsError {
  const message = `Cannot decompress "${name}": ${why}`;
  const cut = { rule: "input.truncated", severity: "error", message, hint } as const;
  return new OpsError("usage", message, { hint, cause, ...(isCut && { diagnostics: [cut] }) });
}
