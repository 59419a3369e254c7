import { importOne, type Imported, type Wanted } from "../../config/import.ts";
import { OpsError } from "../../errors.ts";
import { nextBase } from "../../experiment/lock.ts";
import type { Observed } from "../../experiment/observed.ts";
import type { RemoteStore } from "../../experiment/store.ts";
import { dependenciesOf, dependencyChain } from "../../experiment/definitions.ts";
import { reportImport } from "../../report/import.ts";
import { writing } from "../arguments.ts";
import { type Command, command } from "../command.ts";
import { openConfigText } from "../config-edit.ts";
import { declarationsOf, openProject } from "../wiring.ts";

/**
 * `import`: declares what PostHog holds, at the end of the config, so that nothing is left to plan.
 * PostHog is read, never written, and no declaration is written over.
 */
export const importCommand: Command = command({
  args: {
    what: {
      type: "positional",
      required: false,
      multiple: true,
      description: "flag KEY…, experiment KEY…, or keys alone",
    },
    all: {
      type: "boolean",
      description: "Everything that goes on and is not declared yet",
      default: false,
    },
    ...writing,
  },
  examples: ["import flag stats-tab", "import experiment checkout-copy", "import --all --dry-run"],
  run: async ({ what, all, ...given }, session) => {
    const wanted = wantedOf(what, all);
    const { config, store, lock, base } = await openProject(session);
    const file = await openConfigText(session);
    session.progress("Reading what PostHog holds …");
    const known = new Set(declarationsOf(config).map(({ key }) => key));
    const asked = wanted ?? (await everything(store)).filter(({ key }) => !known.has(key));
    const observed = await observeAll(
      store,
      asked.map(({ key }) => key),
    );

    const imported: Imported[] = [];
    const skipped: { key: string; why: string }[] = [];
    let { text } = file;
    for (const each of dependenciesFirst(asked, observed)) {
      try {
        const { parse } = file;
        const done = importOne(each, { text, config: parse(text), observed, base, parse });
        ({ text } = done);
        imported.push(done);
      } catch (error) {
        // What was named must come in whole; of everything, what cannot is left out.
        if (wanted !== undefined || !(error instanceof OpsError)) throw error;
        skipped.push({ key: each.key, why: error.message });
      }
    }
    if (!given["dry-run"]) {
      await file.save(text);
      const entries = imported.flatMap((each) => each.entries);
      await lock.update(config.environment, (held) => nextBase(held, { forgotten: [], entries }));
    }
    return reportImport({ imported, skipped });
  },
});

/** Undefined for everything. A lone word is a key, whatever it is called. */
function wantedOf(what: readonly string[], all: boolean): Wanted[] | undefined {
  if (all === what.length > 0)
    throw new OpsError("usage", "Cannot import: name keys, or give --all", {
      hint: "Such as assay import flag stats-tab, or assay import --all",
    });
  if (all) return undefined;
  const [first, ...rest] = what;
  const kind = first === "flag" || first === "experiment" ? first : undefined;
  const keys = kind !== undefined && rest.length > 0 ? rest : what;
  const isNamed = keys === rest;
  return [...new Set(keys)].map((key) => ({ kind: isNamed ? kind : undefined, key }));
}

async function everything(store: RemoteStore): Promise<Wanted[]> {
  const keys = await store.flagKeys();
  return keys.toSorted().map((key) => ({ kind: undefined, key }));
}

/** A flag may only be declared after those that its conditions look at. */
function dependenciesFirst(wanted: readonly Wanted[], { flags }: Observed): Wanted[] {
  const byKey = new Map(flags.map(({ flag }) => [flag.key, flag]));
  const depth = ({ key }: Wanted): number => dependencyChain(key, byKey).length;
  return wanted.toSorted((left, right) => depth(left) - depth(right));
}

/** All about these keys, and the flags that they depend on. */
async function observeAll(store: RemoteStore, keys: readonly string[]): Promise<Observed> {
  if (keys.length === 0) return { flags: [], experiments: [] };
  const flags = await store.flags(keys);
  const needed = flags.flatMap(({ flag }) => dependenciesOf(flag));
  const missing = needed.filter((key) => !keys.includes(key));
  const others = missing.length === 0 ? [] : await store.flags([...new Set(missing)]);
  return { flags: [...flags, ...others], experiments: await store.experiments(keys) };
}
