import type { JournalFolder } from "../../../src/disk/journal-folder.ts";
import type { JournalOwners } from "../../../src/disk/journal-owner.ts";
import { OpsError } from "../../../src/errors.ts";

/** A disk that forgets what was not forced to it, processes that can be killed, and dice. */
export interface Machine {
  readonly start: () => MachineProcess;
  /** Ends every process; of what was not forced to the disk, the dice keep some. */
  readonly losePower: () => void;
}

export interface MachineProcess {
  readonly folder: JournalFolder;
  readonly owners: JournalOwners;
  /** One step of this process's life: it may be its last, or the call may fail. */
  readonly step: <T>(deed: () => T) => Promise<T>;
  readonly kill: () => void;
  /** Resolves when it was killed. */
  readonly died: Promise<void>;
}

/** How likely each step is to end its process, or to fail. */
export interface Odds {
  readonly death: number;
  readonly fault: number;
}

interface File {
  text: string;
  /** What is on the disk whatever happens. */
  synced: string;
}

/**
 * The file system that the counters' folder is written for: every call is cut into the steps of
 * `journal-folder.ts` (open, write, force, rename, force the folder), and a process may end before
 * and after each, in the middle of a write, too. Names that were not forced may come back.
 */
export function createMachine(dice: () => number, odds: () => Odds): Machine {
  let names = new Map<string, File>();
  /** The names after each change since the folder was last forced; a disk keeps their order. */
  let changes: Map<string, File>[] = [new Map()];
  const alive = new Set<string>();
  const ends = new Set<() => void>();
  let born = 0;

  function change(deed: (held: Map<string, File>) => void): void {
    deed(names);
    changes.push(new Map(names));
  }

  function start(): MachineProcess {
    born += 1;
    const me = `host-${born}-0000`;
    alive.add(me);
    let tell: (() => void) | undefined;
    const died = new Promise<void>((resolve) => {
      tell = resolve;
    });
    ends.add(kill);

    function kill(): void {
      alive.delete(me);
      ends.delete(kill);
      tell?.();
    }

    /** The process may end before its next deed; one that is gone never hears of its call again. */
    async function step<T>(deed: () => T): Promise<T> {
      await Promise.resolve();
      if (alive.has(me) && dice() < odds().death) kill();
      return alive.has(me) ? deed() : new Promise<never>(() => undefined);
    }

    /** A deed that the disk may refuse, before it has an effect or after it. */
    async function refusable<T>(deed: () => T): Promise<T> {
      return step(() => {
        if (dice() < odds().fault) throw new OpsError("config", "Cannot write: EIO");
        const done = deed();
        if (dice() < odds().fault) throw new OpsError("config", "Cannot write: ENOSPC");
        return done;
      });
    }

    async function write(file: File, text: string): Promise<void> {
      const cut = Math.floor(dice() * text.length);
      await refusable(() => void (file.text += text.slice(0, cut)));
      await refusable(() => void (file.text += text.slice(cut)));
    }

    const sync = async (file: File): Promise<void> =>
      refusable(() => void (file.synced = file.text));
    const syncNames = async (): Promise<void> => step(() => void (changes = [new Map(names)]));

    const folder: JournalFolder = {
      list: async () =>
        step(() => [...names.keys()].toSorted().map((name) => ({ name, changedAt: Infinity }))),
      read: async (name) => step(() => names.get(name)?.text),
      append: async (name, text, kind) => {
        const file = await refusable(() => {
          const found = names.get(name);
          if (found !== undefined || kind === "existing") return found;
          const made = { text: "", synced: "" };
          change((held) => held.set(name, made));
          return made;
        });
        if (file === undefined) return false;
        await write(file, text);
        await sync(file);
        if (kind === "new") await syncNames();
        return true;
      },
      replace: async (name, text) => {
        const file = { text: "", synced: "" };
        const draft = `.${name}.${String(dice()).slice(2)}.tmp`;
        await refusable(() => change((held) => held.set(draft, file)));
        await write(file, text);
        await sync(file);
        await refusable(() => change((held) => held.delete(draft) && held.set(name, file)));
        await syncNames();
      },
      rename: async (from, to) => {
        const file = await refusable(() => {
          const moved = names.get(from);
          if (moved === undefined) return undefined;
          if (names.has(to)) throw new Error(`the test would rename over "${to}"`);
          change((held) => held.delete(from) && held.set(to, moved));
          return moved;
        });
        if (file === undefined) return false;
        await sync(file);
        await syncNames();
        return true;
      },
      remove: async (name) => {
        await refusable(() => change((held) => held.delete(name)));
        await syncNames();
      },
    };
    return {
      folder,
      owners: { me, isGone: (owner) => !alive.has(owner) },
      step,
      kill,
      died,
    };
  }

  return {
    start,
    losePower: () => {
      for (const kill of ends) kill();
      const kept = changes[Math.floor(dice() * changes.length)] ?? new Map<string, File>();
      for (const file of new Set(kept.values())) {
        const unforced = file.text.slice(file.synced.length);
        file.text = file.synced + unforced.slice(0, Math.floor(dice() * (unforced.length + 1)));
        file.synced = file.text;
      }
      names = new Map(kept);
      changes = [kept];
    },
  };
}
