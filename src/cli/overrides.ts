import type { Config } from "../config/config.ts";
import { durationMs } from "../config/schema/scalar.ts";
import { fileShared } from "../disk/shared-file.ts";
import { OpsError } from "../errors.ts";
import { continuousIntegration } from "../runtime/gate.ts";
import { type OverrideBook, openOverrides } from "../runtime/override-book.ts";
import { OVERRIDES_FORMAT } from "../runtime/overrides.ts";
import { declaredOf } from "../runtime/settings.ts";
import type { FlagValue } from "../runtime/value.ts";
import { filesOf, warnOfProblem, warnOfSetAside } from "./cache.ts";
import type { Session } from "./session.ts";

/** The overrides that applications on this machine read, too. */
export async function overridesOf(config: Config, session: Session): Promise<OverrideBook> {
  const { overrides } = filesOf(config, session);
  // What is set aside on the way is told below, with what was before.
  const book = openOverrides(
    fileShared(overrides, OVERRIDES_FORMAT, () => {}),
    {
      declared: declaredOf(config),
      now: session.now,
      ci: continuousIntegration(session.host.env),
      tell: (problem) => warnOfProblem(problem, session),
    },
  );
  await book.read();
  await warnOfSetAside(overrides, session);
  return book;
}

/** `true` and `false` are what they say; all else is a variant. */
export function parseValue(text: string): FlagValue {
  return text === "true" || text === "false" ? text === "true" : text;
}

/** `--if-revision N`. Throws `usage`. */
export function parseRevision(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  if (/^\d{1,15}$/.test(text)) return Number(text);
  throw new OpsError("usage", "Cannot use --if-revision: it is no revision", {
    hint: "Take the number that assay override list shows; 0 is for a key without an override",
  });
}

/** `--expires`: a moment, or how long from now. Throws `usage`. */
export function parseExpiry(text: string | undefined, now: number): number | null {
  if (text === undefined) return null;
  const { data: lasting } = durationMs.safeParse(text);
  const at = lasting === undefined ? Date.parse(text) : now + lasting;
  if (Number.isNaN(at))
    throw new OpsError("usage", "Cannot use --expires: it is neither a moment nor a duration", {
      hint: 'Write it like "2026-12-31", "2026-12-31T18:00:00Z" or "8h"',
    });
  return at;
}
