import { ParquetFault } from "./fault.ts";

/** Makes the plain bytes of a page, which says itself how many they are. */
export type Decompress = (bytes: Uint8Array, sizeBytes: number) => Uint8Array;

const [UNCOMPRESSED, SNAPPY, GZIP, BROTLI, LZ4, ZSTD, LZ4_RAW] = [0, 1, 2, 4, 5, 6, 7] as const;

/** A larger page, or dictionary, is a lie: writers make them of a few MiB. */
const MAX_PAGE_BYTES = 64 * 2 ** 20;

/** The decompressor of a codec, by its number in the format. Throws `ParquetFault`. */
export async function decompressorOf(codec: number): Promise<Decompress> {
  const decompress = await load(codec);
  return (bytes, sizeBytes) => {
    checkPageSize(sizeBytes);
    // Some libraries take nothing for damage.
    if (sizeBytes === 0) return new Uint8Array(0);
    const page = attempt(() => decompress(bytes, sizeBytes));
    if (page.length !== sizeBytes) throw new ParquetFault();
    return page;
  };
}

/** Throws `ParquetFault` for a page that is larger than any is held, compressed or not. */
export function checkPageSize(sizeBytes: number): void {
  if (sizeBytes > MAX_PAGE_BYTES)
    throw new ParquetFault("it has a page larger than 64 MiB", { isLegal: true });
}

/** The libraries quote what they read in their messages, so those go nowhere. */
function attempt(decompress: () => Uint8Array): Uint8Array {
  try {
    return decompress();
  } catch {
    throw new ParquetFault();
  }
}

/** Loaded when a file needs them: few replays do. */
async function load(codec: number): Promise<Decompress> {
  switch (codec) {
    case UNCOMPRESSED:
      return (bytes) => bytes;
    case SNAPPY: {
      const { snappyUncompress } = await import("hyparquet");
      return (bytes, sizeBytes) => {
        const page = new Uint8Array(sizeBytes);
        snappyUncompress(bytes, page);
        return page;
      };
    }
    case ZSTD:
      return unzstd((await import("fzstd")).Decompress);
    case GZIP:
      return (await import("hyparquet-compressors")).decompressGzip;
    case BROTLI:
      return (await import("hyparquet-compressors")).decompressBrotli;
    case LZ4:
      return (await import("hyparquet-compressors")).decompressLz4;
    case LZ4_RAW:
      return (await import("hyparquet-compressors")).decompressLz4Raw;
    default:
      throw new ParquetFault("it has a compression that is not read", { isLegal: true });
  }
}

/** What goes in at once: no more than 128 KiB come out of each four bytes. */
const SLICE_BYTES = 1_024;

/** Stops as soon as more comes out than the page says, which no call for the whole would. */
function unzstd(Stream: typeof import("fzstd").Decompress): Decompress {
  return (bytes, sizeBytes) => {
    const page = new Uint8Array(sizeBytes);
    let length = 0;
    const stream = new Stream((piece) => {
      if (length + piece.length > sizeBytes) throw new ParquetFault();
      page.set(piece, length);
      length += piece.length;
    });
    for (let at = 0; at < bytes.length; at += SLICE_BYTES)
      stream.push(bytes.subarray(at, at + SLICE_BYTES), at + SLICE_BYTES >= bytes.length);
    return page.subarray(0, length);
  };
}
