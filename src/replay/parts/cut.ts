import type { RandomAccess } from "../parquet/footer.ts";

/** A stretch of a file, in bytes. */
export interface Stretch {
  readonly from: number;
  readonly to: number;
}

/**
 * Cuts a file behind line ends into parts of about so many bytes. Only what surely is lines of JSON
 * can be read from within, so anything else stays whole.
 */
export async function cutAtLines(file: RandomAccess, partBytes: number): Promise<Stretch[]> {
  const { sizeBytes } = file;
  const start = await file.read(0, Math.min(PIECE_BYTES, sizeBytes));
  if (!BEGINNING.test(new TextDecoder().decode(start))) return [{ from: 0, to: sizeBytes }];
  const cuts = [0];
  for (let at = partBytes; at < sizeBytes; at += partBytes) {
    const last = cuts.at(-1) ?? 0;
    const end = at > last ? await nextLine(file, at) : last;
    if (end > last && end < sizeBytes) cuts.push(end);
  }
  return cuts.map((from, index) => ({ from, to: cuts[index + 1] ?? sizeBytes }));
}

const PIECE_BYTES = 64 * 1024;
/** The first line that says anything is an object: no CSV, and nothing packed. */
const BEGINNING = /^(?:[ \t]*\r?\n)*\{/;
const LF = 0x0a;

/** Where the first line begins behind a place; the end of the file where none does. */
async function nextLine({ sizeBytes, read }: RandomAccess, place: number): Promise<number> {
  for (let from = place; from < sizeBytes; from += PIECE_BYTES) {
    const end = (await read(from, Math.min(from + PIECE_BYTES, sizeBytes))).indexOf(LF);
    if (end !== -1) return from + end + 1;
  }
  return sizeBytes;
}
