const encoder = new TextEncoder();

/** Text or bytes as one chunk. */
export const toBytes = (content: string | Uint8Array): Uint8Array =>
  typeof content === "string" ? encoder.encode(content) : content;

/** The same bytes as a stream, cut after each of the given offsets. */
export async function* stream(
  content: string | Uint8Array,
  cuts: readonly number[] = [],
): AsyncGenerator<Uint8Array, void, undefined> {
  const bytes = toBytes(content);
  const ends = [...cuts, bytes.length].toSorted((a, b) => a - b);
  let from = 0;
  for (const to of ends) {
    // A buffer of its own, reused by nobody: a reader may fill one buffer again and again.
    yield bytes.slice(from, to);
    from = to;
  }
}

/** Bytes joined. */
export function join(...parts: readonly (string | Uint8Array)[]): Uint8Array {
  return new Uint8Array(parts.flatMap((part) => [...toBytes(part)]));
}
