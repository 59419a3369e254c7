import {
  allReported,
  type Choice,
  type ChoiceTerms,
  choose,
  type Override,
  type Overrides,
  parseOverrides,
  toSavedOverrides,
} from "./overrides.ts";
import type { Declared } from "./settings.ts";
import type { Store } from "./store.ts";

/** The overrides of this machine, as last read. */
export interface OverrideBook {
  readonly held: () => Overrides;
  /** Reads the file again. What cannot be used chooses nothing, is set aside, and told. */
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
  /** Told of a file that cannot be read. */
  readonly tell: (problem: unknown) => void;
}

export function openOverrides(store: Store, context: OverrideContext): OverrideBook {
  let held: Overrides = new Map();
  let changes = 0;
  const terms = (): ChoiceTerms => ({ ...context, now: context.now() });

  /** Whether the step changed anything. */
  const change = async (step: (before: Overrides) => Overrides): Promise<boolean> => {
    let before = held;
    let after = held;
    await store.update((saved) => {
      before = parseOverrides(saved) ?? new Map();
      after = step(before);
      return after === before ? saved : toSavedOverrides(after);
    });
    changes += 1;
    held = after;
    return after !== before;
  };
  /** A change that changes nothing sets aside what is damaged. What is unreadable for now stays. */
  const mend = async (): Promise<Overrides> => {
    try {
      let mended: Overrides = new Map();
      await store.update((saved) => {
        mended = parseOverrides(saved) ?? mended;
        return saved;
      });
      return mended;
    } catch (problem) {
      context.tell(problem);
      return held;
    }
  };
  const load = async (): Promise<Overrides> => {
    try {
      return parseOverrides(await store.load()) ?? new Map();
    } catch {
      return mend();
    }
  };
  const read = async (): Promise<void> => {
    const at = changes;
    const loaded = await load();
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
