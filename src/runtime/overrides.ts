import { isRecord } from "../evaluation/record.ts";
import { OpsError } from "../errors.ts";
import type { Declaration } from "../experiment/declaration.ts";
import { byKey } from "../metrics/tally.ts";
import { parseEntries } from "./entries.ts";
import { isOverridable, type Declared } from "./settings.ts";
import type { StoreFormat } from "./store.ts";
import { type FlagValue, chosenValue, isFlagValue } from "./value.ts";

/** What somebody chose on this machine. */
export interface Override {
  /** Null: the choice was taken back. The entry stays, so that its revision is never used twice. */
  readonly value: FlagValue | null;
  readonly reason: string;
  readonly by: string;
  /** Counts the choices about this key, from one; 0 stands for none. */
  readonly revision: number;
  /** Epoch milliseconds. */
  readonly setAt: number;
  /** Epoch milliseconds; null for an override that stays. */
  readonly expiresAt: number | null;
  /** Whether `experiment_overridden` was sent, or is not to be. */
  readonly reported: boolean;
}

export type Overrides = ReadonlyMap<string, Override>;

/** A change of one key. */
export interface Choice {
  readonly key: string;
  /** Null takes the choice back. */
  readonly value: FlagValue | null;
  readonly reason?: string;
  readonly by: string;
  readonly expiresAt?: number | null;
  /** The revision that the choice was made upon; another one by now is a conflict. */
  readonly ifRevision?: number | undefined;
  /** Who chooses says it themselves; otherwise the next application that looks does. */
  readonly reported?: boolean;
  /** Whether a job in CI is meant to choose. */
  readonly allowCi?: boolean;
}

/** By what a choice is judged. */
export interface ChoiceTerms {
  readonly declared: Declared;
  /** Epoch milliseconds. */
  readonly now: number;
  /** The variable that says that this is CI; undefined elsewhere. */
  readonly ci: string | undefined;
}

/**
 * Whether a choice counts now. One that was made in the future says that a clock was wrong.
 *
 * @param latest what is certainly over, so that a choice that ended stays ended when `now` was set back
 */
export function isLive(
  { value, setAt, expiresAt }: Override,
  now: number,
  latest: number = now,
): boolean {
  return value !== null && setAt <= now && (expiresAt === null || latest < expiresAt);
}

/** The value that counts now, if the declaration still knows it. */
export function liveValue(
  overrides: Overrides,
  declaration: Declaration,
  now: number,
  latest: number = now,
): FlagValue | undefined {
  const override = overrides.get(declaration.key);
  if (override === undefined || !isLive(override, now, latest)) return undefined;
  return chosenValue(declaration, override.value);
}

/**
 * The overrides after a choice. A choice that changes nothing makes no revision. Throws `refused`
 * where nobody may choose and in CI, `usage` for a value that is not declared and for an end that is past,
 * `conflict` when the key was changed since.
 */
export function choose(overrides: Overrides, choice: Choice, terms: ChoiceTerms): Overrides {
  const { now } = terms;
  const { key, value, ifRevision } = choice;
  if (value !== null) refuseUnfit({ ...choice, value }, terms);
  const held = overrides.get(key);
  const revision = held?.revision ?? 0;
  if (ifRevision !== undefined && ifRevision !== revision)
    throw new OpsError("conflict", `Cannot override "${key}": it was changed since`, {
      hint: `It is at revision ${revision} now: look at it, then choose again`,
    });
  const next = toOverride(choice, revision + 1, now);
  if (value === null && (held?.value ?? null) === null) return overrides;
  if (held !== undefined && isLive(held, now) && isSame(held, next)) return overrides;
  return new Map(overrides).set(key, next);
}

function toOverride(choice: Choice, revision: number, now: number): Override {
  const { value, reason = "", by, expiresAt = null, reported = false } = choice;
  return { value, reason, by, revision, setAt: now, expiresAt, reported };
}

function isSame(held: Override, next: Override): boolean {
  return (
    held.value === next.value && held.reason === next.reason && held.expiresAt === next.expiresAt
  );
}

function refuseUnfit(
  { key, value, expiresAt = null, allowCi = false }: Choice & { readonly value: FlagValue },
  { declared, now, ci }: ChoiceTerms,
): void {
  if (ci !== undefined && !allowCi)
    throw new OpsError("refused", `Cannot override "${key}" in CI: ${ci} is set`, {
      hint: "Nobody sits there to choose; add --allow-ci if the job is meant to",
    });
  const declaration = declared.get(key);
  if (declaration === undefined)
    throw new OpsError("usage", `Cannot override "${key}": the config does not declare it`, {
      hint: "Declare it under [experiments]",
    });
  if (!isOverridable(declaration))
    throw new OpsError("refused", `Cannot override "${key}": it is not for people to choose`, {
      hint: "Set user_overridable = true in its experiment, or remote = false for a local toggle",
    });
  if (chosenValue(declaration, value) === undefined) {
    const variants = declaration.variants.map((variant) => variant.key);
    throw new OpsError("usage", `Cannot override "${key}": it has no such variant`, {
      hint: `Choose one of ${["true", "false", ...variants].join(", ")}`,
    });
  }
  if (expiresAt !== null && expiresAt <= now)
    throw new OpsError("usage", `Cannot override "${key}": its end is past`, {
      hint: "Name a later moment",
    });
}

/** The same overrides, all of them reported; the very same map where they were. */
export function allReported(overrides: Overrides): Overrides {
  if ([...overrides.values()].every(({ reported }) => reported)) return overrides;
  return new Map([...overrides].map(([key, override]) => [key, { ...override, reported: true }]));
}

const VERSION = 1;

export function toSavedOverrides(overrides: Overrides): unknown {
  return { version: VERSION, overrides: Object.fromEntries(byKey(overrides)) };
}

/**
 * What a file holds of overrides; none when there is no file. Undefined when it is no such file,
 * or any choice in it is damaged.
 */
export function parseOverrides(saved: unknown): Overrides | undefined {
  if (saved === undefined) return new Map();
  if (!isRecord(saved) || saved["version"] !== VERSION) return undefined;
  return parseEntries(saved["overrides"], parseOverride);
}

/** What a file of overrides must hold to be used. */
export const OVERRIDES_FORMAT: StoreFormat = {
  version: VERSION,
  isWhole: (held) => parseOverrides(held) !== undefined,
};

function parseOverride(entry: unknown): Override | undefined {
  if (!isRecord(entry)) return undefined;
  const { value, reason, by, revision, setAt, expiresAt, reported } = entry;
  if (value !== null && !isFlagValue(value)) return undefined;
  if (typeof reason !== "string" || typeof by !== "string") return undefined;
  if (typeof revision !== "number" || !Number.isSafeInteger(revision)) return undefined;
  if (revision < 1 || typeof setAt !== "number") return undefined;
  if (expiresAt !== null && typeof expiresAt !== "number") return undefined;
  return { value, reason, by, revision, setAt, expiresAt, reported: reported === true };
}
