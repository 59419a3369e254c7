import { OpsError } from "../errors.ts";
import type { Change } from "../experiment/change.ts";
import { sightOfExperiment } from "../experiment/fingerprint.ts";
import type { Observed } from "../experiment/observed.ts";
import { experimentSettings, flagSettings } from "../experiment/settings.ts";
import { adoptExperiment, adoptFlag } from "./adopt.ts";
import type { Config } from "./config.ts";
import { editToml } from "./edit.ts";
import { readToml } from "./toml.ts";
import { type Table, tableOf, valueAt } from "./tree.ts";

/**
 * The config's text with some fields of a change as PostHog holds them. Throws `refused` where the
 * config has no words for a value, or where it is written so that it cannot be changed alone.
 */
export function adoptChange(
  text: string,
  change: Change,
  paths: readonly string[],
  { experiments, observed }: Pick<Config, "experiments"> & { readonly observed: Observed },
): string {
  const { kind, key } = change;
  const isExperiment = experiments.some((experiment) => experiment.key === key);
  const place = [isExperiment ? "experiments" : "flags", key];
  const toml = readToml(text.replace(/^\uFEFF/, ""));
  const said = tableOf("tree" in toml ? valueAt(toml.tree, place) : undefined);
  const wanted = wantedTable(said, change, paths, observed);
  if (wanted !== undefined) return editToml(text, place, wanted);
  throw new OpsError("refused", `Cannot adopt ${kind} "${key}": the config has no words for it`, {
    hint: "Groups of different kinds cannot be declared; apply restores what the config says",
  });
}

function wantedTable(
  said: Table,
  change: Change,
  paths: readonly string[],
  { flags, experiments }: Observed,
): Table | undefined {
  if (change.action === "archive") return undefined;
  if (change.kind === "flag") {
    const held = flags.find(({ flag }) => flag.key === change.key);
    const config = flagSettings(change.after);
    return held && adoptFlag({ said, config, remote: flagSettings(held.flag) }, paths);
  }
  const held = experiments.find((experiment) => sightOfExperiment(experiment) === change.seen);
  const config = experimentSettings(change.after);
  return held && adoptExperiment({ said, config, remote: experimentSettings(held) }, paths);
}
