import type { Metrics, Signal } from "../../metrics/signal.ts";
import type { Severity } from "../finding.ts";
import { messageOf } from "../messages.ts";
import { severityOf } from "../severity.ts";
import { bucketsOf } from "./buckets.ts";
import { type Definition, judgeDefinition } from "./definition.ts";

/** Something that a signal's definition may not be, found before any log is read. */
export interface DefinitionFinding {
  readonly rule: string;
  readonly severity: Severity;
  /** The path in the config, such as `["metrics", "signals", "finish_reason"]`. */
  readonly pointer: readonly string[];
  readonly message: string;
}

/** Judges every declared signal (`privacy-rules.md` 2, `def.*`). */
export function judgeDefinitions({ signals }: Pick<Metrics, "signals">): DefinitionFinding[] {
  const cells = signals.reduce((sum, signal) => sum + bucketsOf(signal).length, 0);
  const findings = signals.flatMap((signal) =>
    [
      ...(isOpen(signal) ? ["def.open-label"] : []),
      ...judgeDefinition(toDefinition(signal)).filter((rule) => RULES.has(rule)),
    ].map((rule) => finding(rule, ["metrics", "signals", signal.name])),
  );
  const crowded =
    cells > MAX_CELLS ? [finding("def.too-many-buckets", ["metrics", "signals"])] : [];
  return [...findings, ...crowded];
}

const MAX_CELLS = 4_096;

/** What a config can break: for the other rules about definitions it has no fields. */
const RULES: ReadonlySet<string> = new Set([
  "def.bad-bucketing",
  "def.bad-label",
  "def.too-many-buckets",
]);

/** A label that is copied from the event: nobody has listed what it may say. */
export function isOpen(signal: Signal): boolean {
  return signal.kind === "label" && (signal.buckets === undefined || signal.other === undefined);
}

function toDefinition(signal: Signal): Definition {
  const { name } = signal;
  if (signal.kind === "label" && signal.buckets === undefined) return { name };
  const buckets = bucketsOf(signal);
  if (signal.kind !== "ratio") return { name, buckets };
  return { name, buckets, edges: signal.edges.map(({ from }) => from), scale: "percent" };
}

function finding(rule: string, pointer: readonly string[]): DefinitionFinding {
  return { rule, severity: severityOf(rule), pointer, message: messageOf(rule) };
}
