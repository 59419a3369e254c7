import { OpsError } from "../errors.ts";
import {
  allReported,
  type Choice,
  type ChoiceTerms,
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
  readonly choose: (choice: Choice) => Promise<Chosen>;
  /** Takes every choice back; the keys that had one. */
  readonly clear: (by: string) => Promise<readonly string[]>;
  /** The live choices that nobody has reported, which are the caller's to report from now on. */
  readonly takeUnreported: () => Promise<readonly string[]>;
}

/** What came of a choice. */
export interface Chosen {
  /** Undefined when nobody ever chose. */
  readonly override: Override | undefined;
  /** False when it was so already. */
  readonly changed: boolean;
}

export interface OverrideContext {
  readonly declared: Declared;
  readonly now: () => number;
  /** The variable that says that this is CI, where a choice must be asked for. */
  readonly ci: string | undefined;
}

export function openOverrides(store: OverrideStore, context: OverrideContext): OverrideBook {
  let held: Overrides = new Map();
  let changes = 0;
  const terms = (): ChoiceTerms => ({ ...context, now: context.now() });

  /** Whether the step changed anything. */
  const change = async (step: (before: Overrides) => Overrides): Promise<boolean> => {
    let before = held;
    let after = held;
    await store.update((saved) => {
      before = parseOverrides(saved) ?? refuse();
      after = step(before);
      return after === before ? saved : toSavedOverrides(after);
    });
    changes += 1;
    held = after;
    return after !== before;
  };
  const read = async (): Promise<void> => {
    const at = changes;
    const loaded = (await load(store)) ?? new Map();
    // What was read before a choice must not undo it.
    if (at === changes) held = loaded;
  };
  return {
    held: () => held,
    read,
    choose: async (choice) => {
      try {
        const changed = await change((before) => choose(before, choice, terms()));
        return { override: held.get(choice.key), changed };
      } catch (error) {
        // Whoever is refused sees what counts instead.
        await read();
        throw error;
      }
    },
    clear: async (by) => {
      let cleared: readonly string[] = [];
      await change((before) => {
        cleared = [...before].filter(([, { value }]) => value !== null).map(([key]) => key);
        return cleared.reduce(
          (overrides, key) => choose(overrides, { key, value: null, by }, terms()),
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
