import { OpsError } from "../errors.ts";
import type { Session } from "./session.ts";

/** What a command takes whose deeds may need an experiment's key. */
export const confirming = {
  confirm: {
    type: "string",
    multiple: true,
    description: "A key whose people this may move; may be repeated",
    valueHint: "KEY",
  },
} as const;

/**
 * Lets a person confirm a deed that cannot be taken back by typing its key, unless it
 * was passed with `--confirm`; `--yes` alone is not enough. Throws `refused` for another key and
 * where nobody can be asked.
 *
 * @param deed what is about to happen, such as `ship "test" in experiment "checkout"`
 * @param instead what else may be done, as the end of a sentence
 * @param confirmed the keys passed with `--confirm`
 */
export async function confirmKey(
  session: Session,
  {
    key,
    deed,
    confirmed,
    instead = "",
  }: Readonly<{ key: string; deed: string; confirmed: readonly string[]; instead?: string }>,
): Promise<void> {
  if (confirmed.includes(key)) return;
  const typed = await session.ask(`To ${deed}, type the key "${key}": `);
  if (typed?.trim() === key) return;
  const why = typed === undefined ? "its key is not confirmed" : "another key was typed";
  throw new OpsError("refused", `Cannot ${deed}: ${why}`, {
    hint: `Add --confirm ${key}${instead}; nothing was written`,
  });
}
