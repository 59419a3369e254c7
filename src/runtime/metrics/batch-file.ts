/**
 * What became of a batch, told by the name of its file, so that one rename moves it on:
 *
 * - `ID.OWNER.open`: its process still counts into it;
 * - `ID.sealed`: it never changes again, and waits to be sent;
 * - `ID.refused`: the collector will never take it, or it is damaged.
 */
export type BatchFile =
  | { readonly state: "open"; readonly id: string; readonly owner: string }
  | { readonly state: "sealed" | "refused"; readonly id: string };

export function fileName(file: BatchFile): string {
  return file.state === "open" ? `${file.id}.${file.owner}.open` : `${file.id}.${file.state}`;
}

/** Undefined for what is no batch, such as the record of consent. */
export function parseFileName(name: string): BatchFile | undefined {
  const [, id, owner, state] =
    /^([0-9a-f]{16}-[0-9a-f]{32})(?:\.([\w-]+))?\.(open|sealed|refused)$/.exec(name) ?? [];
  if (id === undefined) return undefined;
  if (state === "open") return owner === undefined ? undefined : { state, id, owner };
  return owner === undefined && (state === "sealed" || state === "refused")
    ? { state, id }
    : undefined;
}

/** What a draft would have become, where a name is that of one which is written or a crash left. */
export function parseDraftName(name: string): "batch" | "record" | undefined {
  if (!/^\..*\.tmp$/.test(name)) return undefined;
  return /^\.[0-9a-f]{16}-[0-9a-f]{32}\./.test(name) ? "batch" : "record";
}
