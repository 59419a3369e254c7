/** A schema as far as a server compares it: signal, then its buckets. */
export type Buckets = ReadonlyMap<string, readonly string[]>;

/**
 * Whether a server takes what a client sends (`privacy-rules.md` 7): it would refuse a cell that
 * it does not know; that it knows more is only a note. Compared byte for byte.
 */
export function judgeCompatibility(client: Buckets, server: Buckets): string[] {
  return [
    ...(isWithin(server, client) ? [] : ["compat.server-ahead"]),
    ...(isWithin(client, server) ? [] : ["compat.server-rejects"]),
  ];
}

function isWithin(part: Buckets, whole: Buckets): boolean {
  return [...part].every(([signal, buckets]) => {
    const known = whole.get(signal);
    return known !== undefined && buckets.every((bucket) => known.includes(bucket));
  });
}
