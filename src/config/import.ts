import { OpsError } from "../errors.ts";
import { isOver } from "../experiment/lifecycle.ts";
import type { Base, Entry } from "../experiment/lock.ts";
import type { Observed } from "../experiment/observed.ts";
import { plan } from "../experiment/plan.ts";
import { experimentSettings, flagSettings } from "../experiment/settings.ts";
import type { Declaration } from "../experiment/declaration.ts";
import type { Config } from "./config.ts";
import { experimentTable, flagTable } from "./declaration-table.ts";
import { withDeclaration } from "./declaration-text.ts";
import type { Table } from "./tree.ts";

/** What is imported; without a kind it is an experiment where the key has one that goes on. */
export interface Wanted {
  readonly kind: "flag" | "experiment" | undefined;
  readonly key: string;
}

export interface Imported {
  readonly kind: "flag" | "experiment";
  readonly key: string;
  /** The config's text with the new declaration. */
  readonly text: string;
  /** For the lock: it holds already what is declared now. */
  readonly entries: readonly Entry[];
}

interface Around {
  readonly text: string;
  readonly config: Config;
  readonly observed: Observed;
  readonly base: Base;
  readonly parse: (text: string) => Config;
}

/**
 * Declares what PostHog holds under a key, at the end of the config. The text is read again and
 * planned: it is refused unless nothing is left to plan, with the fields that the config has no
 * words for. What is declared already is refused too, and never written over.
 */
export function importOne({ kind: asked, key }: Wanted, around: Around): Imported {
  const { text, config, observed, base, parse } = around;
  const kind = asked ?? (goesOn(key, observed) ? "experiment" : "flag");
  requireFree(key, config);
  const path = [kind === "experiment" ? "experiments" : "flags", key] as const;
  const changed = withDeclaration(text, path, tableOf(kind, key, observed));
  const declared = declaredIn(parse, changed, { kind, key });
  const { environment } = config;
  const made = plan({ declarations: [declared], observed, base, environment });
  const fields = made.changes.flatMap((change) => change.fields.map((field) => field.path));
  if (made.changes.length > 0)
    throw refusal(kind, key, `the config has no words for its ${fields.join(", ")}`);
  const [refused] = made.refusals;
  if (refused !== undefined) throw new OpsError("refused", refused.message, { hint: refused.hint });
  return { kind, key, text: changed, entries: made.settled };
}

function requireFree(key: string, { flags, experiments }: Config): void {
  if ([...flags, ...experiments].every((declaration) => declaration.key !== key)) return;
  throw new OpsError("refused", `Cannot import "${key}": the config declares it already`, {
    hint: `Run assay adopt ${key} to take over what PostHog holds`,
  });
}

function goesOn(key: string, { experiments }: Observed): boolean {
  return experiments.some((experiment) => experiment.key === key && !isOver(experiment.stage));
}

function tableOf(kind: Imported["kind"], key: string, observed: Observed): Table {
  const held = observed.flags.find(({ flag }) => flag.key === key);
  if (held === undefined) throw refusal(kind, key, "PostHog does not have it");
  if (held.archived) throw refusal(kind, key, "it is archived");
  if (held.frozen) throw refusal(kind, key, "its enrolment is frozen");
  const flag = flagSettings(held.flag);
  if (kind === "flag") {
    if (goesOn(key, observed)) throw refusal(kind, key, "it belongs to an experiment");
    return flagTable(key, flag);
  }
  const experiment = observed.experiments
    .filter((candidate) => candidate.key === key && !isOver(candidate.stage))
    .toSorted((left, right) => right.id - left.id)[0];
  if (experiment === undefined) throw refusal(kind, key, "PostHog has none that goes on");
  return experimentTable(key, experimentSettings(experiment), flag);
}

function declaredIn(
  parse: Around["parse"],
  text: string,
  { kind, key }: Pick<Imported, "kind" | "key">,
): Declaration {
  let problem: string | undefined;
  try {
    const { flags, experiments } = parse(text);
    const found = [...flags, ...experiments].find((declaration) => declaration.key === key);
    if (found !== undefined) return found;
  } catch (error) {
    if (!(error instanceof OpsError)) throw error;
    problem = error.diagnostics[0]?.message;
  }
  throw refusal(kind, key, `the config cannot declare it: ${problem ?? "it is not read back"}`);
}

function refusal(kind: string, key: string, why: string): OpsError {
  return new OpsError("refused", `Cannot import ${kind} "${key}": ${why}`, {
    hint: "Nothing was written for it; change it in PostHog, or declare it by hand",
  });
}
