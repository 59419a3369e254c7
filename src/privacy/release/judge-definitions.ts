import type { Metrics, Signal } from "../../metrics/signal.ts";
import type { Severity } from "../finding.ts";
import { messageOf, type Rule } from "../rule.ts";
import { bucketsOf } from "./buckets.ts";
import type { Definition } from "./definition.ts";
import { definitionRules } from "./definition-rules.ts";
import { tooManyBuckets } from "./rules/too-many-buckets.ts";

/** Something that a signal's definition may not be, found before any log is read. */
export interface DefinitionFinding {
  readonly rule: string;
  readonly severity: Severity;
  /** The path in the config, such as `["metrics", "signals", "finish_reason"]`. */
  readonly pointer: readonly string[];
  readonly message: string;
}

/** Judges every declared signal on the ISO date `today` (`privacy-rules.md` 2, `def.*`). */
export function judgeDefinitions(
  { signals, require }: Pick<Metrics, "signals" | "require">,
  today?: string,
): DefinitionFinding[] {
  const cells = signals.reduce((sum, signal) => sum + bucketsOf(signal).length, 0);
  const findings = signals.flatMap((signal) => {
    const { retired } = signal;
    const policy = {
      ...(today !== undefined && { today }),
      ...(require && { require }),
      ...(retired && { retired }),
    };
    const defined = { definition: toDefinition(signal), policy };
    return definitionRules
      .filter((rule) => rule.finds(defined))
      .map((rule) => finding(rule, ["metrics", "signals", signal.name]));
  });
  const crowded = cells > MAX_CELLS ? [finding(tooManyBuckets, ["metrics", "signals"])] : [];
  return [...findings, ...crowded];
}

const MAX_CELLS = 4_096;

/** A label that is copied from the event: nobody has listed what it may say. */
export function isOpen(signal: Signal): boolean {
  return signal.kind === "label" && (signal.buckets === undefined || signal.other === undefined);
}

function toDefinition(signal: Signal): Definition {
  const { name, max, expires, owner, purpose, review } = signal;
  const said = {
    name,
    ...(max !== undefined && { max }),
    ...(expires !== undefined && { expires }),
    metadata: { owner, purpose, review },
    isOpen: isOpen(signal),
  };
  if (signal.kind === "label" && signal.buckets === undefined) return said;
  const buckets = bucketsOf(signal);
  if (signal.kind !== "ratio") return { ...said, buckets };
  const edges = signal.edges.map(({ from }) => from);
  return { ...said, buckets, edges, scale: "percent", unit: "percent" };
}

function finding(rule: Rule, pointer: readonly string[]): DefinitionFinding {
  return { rule: rule.id, severity: rule.severity, pointer, message: messageOf(rule) };
}
