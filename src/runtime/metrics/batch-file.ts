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

/** Whether a name is that of a draft which a crash left beside a batch: it may hold counts. */
export function isDraft(name: string): boolean {
  return /^\.[0-9a-f]{16}-[0-9a-f]{32}\..*\.tmp$/.test(name);
}
