import { OpsError } from "../errors.ts";
import { exclusively } from "./exclusive.ts";
import { fileJsonStore } from "./json-store.ts";

/** What people chose on this machine, in a file that only its owner may read. */
export interface OverrideFile {
  /** Undefined when nobody ever chose. Throws `config` when the file cannot be read. */
  readonly load: () => Promise<unknown>;
  /**
   * Reads, changes and replaces while no other process does. Throws what `change` throws, and
   * `config` when the file cannot be read or written; then it is as it was.
   */
  readonly update: (change: (held: unknown) => unknown) => Promise<void>;
}

export function fileOverrides(path: string): OverrideFile {
  const store = fileJsonStore(path, { mode: 0o600 });
  return {
    load: async () => store.load(),
    update: async (change) =>
      exclusively(`${path}.lock`, async (isHeld) => {
        const held = await store.load();
        const next = change(held);
        if (next === held) return;
        if (!(await isHeld()))
          throw new OpsError("conflict", "Cannot change the overrides: another process did", {
            hint: "Try again",
          });
        await store.save(next);
      }),
  };
}
