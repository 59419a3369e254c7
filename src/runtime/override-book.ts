import { OpsError } from "../errors.ts";
import {
  allReported,
  type Choice,
  choose,
  type Override,
  type Overrides,
  type OverrideStore,
  parseOverrides,
  toSavedOverrides,
} from "./overrides.ts";
import type { Declared } from "./settings.ts";

/** The overrides of this machine, as last read. */
export interface OverrideBook {
  readonly held: () => Overrides;
  /** Reads the file again. What cannot be read chooses nothing. */
  readonly read: () => Promise<void>;
  /** Carries a choice out, in the file first. Throws what `choose` throws, and `config`. */
  readonly choose: (choice: Choice) => Promise<Override | undefined>;
  /** Takes every choice back; the keys that had one. */
  readonly clear: (by: string) => Promise<readonly string[]>;
  /** The live choices that nobody has reported, which are the caller's to report from now on. */
  readonly takeUnreported: () => Promise<readonly string[]>;
}

export function openOverrides(
  store: OverrideStore,
  { declared, now }: { readonly declared: Declared; readonly now: () => number },
): OverrideBook {
  let held: Overrides = new Map();
  const change = async (step: (before: Overrides) => Overrides): Promise<void> =>
    store.update((saved) => {
      const before = parseOverrides(saved) ?? refuse();
      held = before;
      const after = step(before);
      if (after === before) return saved;
      held = after;
      return toSavedOverrides(after);
    });
  return {
    held: () => held,
    read: async () => {
      held = (await load(store)) ?? new Map();
    },
    choose: async (choice) => {
      const before = held;
      await change((current) => choose(current, choice, { declared, now: now() })).catch(
        (error: unknown) => {
          held = before;
          throw error;
        },
      );
      return held.get(choice.key);
    },
    clear: async (by) => {
      let cleared: readonly string[] = [];
      await change((before) => {
        cleared = [...before].filter(([, { value }]) => value !== null).map(([key]) => key);
        return cleared.reduce(
          (overrides, key) => choose(overrides, { key, value: null, by }, { declared, now: now() }),
          before,
        );
      });
      return cleared;
    },
    takeUnreported: async () => {
      if (allReported(held) === held) return [];
      let taken: readonly string[] = [];
      await change((before) => {
        taken = [...before].filter(([, { reported }]) => !reported).map(([key]) => key);
        return allReported(before);
      });
      return taken;
    },
  };
}

/** Undefined when the file cannot be read. */
async function load(store: OverrideStore): Promise<Overrides | undefined> {
  try {
    return parseOverrides(await store.load());
  } catch (error) {
    if (error instanceof OpsError) return undefined;
    throw error;
  }
}

function refuse(): never {
  throw new OpsError(
    "config",
    "Cannot change the overrides: their file is damaged or of another version",
    {
      hint: "Remove the file to start without overrides",
    },
  );
}
