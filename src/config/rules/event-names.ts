import { suggest } from "../nearest.ts";
import type { Path } from "../problem.ts";
import { unknownName } from "../rule.ts";
import type { Rule } from "../rule.ts";
import { targetsOf } from "../targets.ts";
import { isTable, listOf, tableOf } from "../tree.ts";
import type { Table } from "../tree.ts";
import { EVENT_KEYS } from "./metric-events.ts";

interface Mention {
  readonly path: Path;
  readonly name: unknown;
}

/**
 * Where a catalogue is declared, signals, consent and metrics name events from it. The metrics of
 * experiments are PostHog's to compute, so a stream's catalogue says nothing about them, and
 * events that PostHog makes itself, `$pageview` and kin, need no line in it.
 */
export const eventNames: Rule = (document) => {
  if (!isTable(document["events"])) return [];
  const known = Object.keys(document["events"]);
  const stream = tableOf(document["log"])["form"] === "stream";
  const mentions = [...fromSignals(document), ...(stream ? [] : fromMetrics(document))];
  return mentions.flatMap(({ path, name }) => {
    if (typeof name !== "string" || name.startsWith("$") || known.includes(name)) return [];
    return [unknownName(path, "Expected an event of the catalogue", suggest(name, known))];
  });
};

function fromSignals(document: Table): Mention[] {
  const metrics = tableOf(document["metrics"]);
  return [
    { path: ["metrics", "consent", "on"], name: tableOf(metrics["consent"])["on"] },
    ...Object.entries(tableOf(metrics["signals"])).map(([key, signal]) => ({
      path: ["metrics", "signals", key, "on"],
      name: tableOf(signal)["on"],
    })),
  ];
}

function fromMetrics(document: Table): Mention[] {
  return targetsOf(document).flatMap(({ path, said }) =>
    listOf(said["metrics"]).flatMap((metric, index) =>
      EVENT_KEYS.flatMap((key) =>
        mentionsAt([...path, "metrics", index, key], tableOf(metric)[key]),
      ),
    ),
  );
}

function mentionsAt(path: Path, value: unknown): Mention[] {
  if (!Array.isArray(value)) return [{ path, name: value }];
  return value.map((name: unknown, index) => ({ path: [...path, index], name }));
}
