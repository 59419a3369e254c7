import type { Metrics, Signal } from "../../metrics/signal.ts";
import type { Severity } from "../finding.ts";
import { messageOf } from "../messages.ts";
import { severityOf } from "../severity.ts";
import { scanText } from "../text/scan.ts";

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
    Object.entries(CHECKS)
      .filter(([, found]) => found(signal))
      .map(([rule]) => finding(rule, ["metrics", "signals", signal.name])),
  );
  const crowded =
    cells > MAX_CELLS ? [finding("def.too-many-buckets", ["metrics", "signals"])] : [];
  return [...findings, ...crowded];
}

const MAX_BUCKETS = 100;
const MAX_CELLS = 4_096;

const CHECKS: Readonly<Record<string, (signal: Signal) => boolean>> = {
  "def.open-label": (signal) =>
    signal.kind === "label" && (signal.buckets === undefined || signal.other === undefined),
  "def.bad-label": hasBadLabel,
  "def.bad-bucketing": (signal) =>
    signal.kind === "ratio" &&
    signal.edges.some(
      ({ from }, index, { [index - 1]: before }) => !(from - (before?.from ?? -Infinity) >= 1),
    ),
  "def.too-many-buckets": (signal) => bucketsOf(signal).length > MAX_BUCKETS,
};

function finding(rule: string, pointer: readonly string[]): DefinitionFinding {
  return { rule, severity: severityOf(rule), pointer, message: messageOf(rule) };
}

function hasBadLabel(signal: Signal): boolean {
  if (!isLabel(signal.name)) return true;
  if (signal.kind === "label" && signal.buckets === undefined) return false;
  const buckets = bucketsOf(signal);
  const folded = new Set(buckets.map(fold));
  return buckets.length === 0 || folded.size < buckets.length || !buckets.every(isLabel);
}

/** A short name in plain letters that no string rule takes for data. */
function isLabel(name: string): boolean {
  const words = name.split("_").filter((word) => word !== "");
  return /^[a-z0-9_]{1,32}$/.test(name) && words.length <= 3 && scanText(name).length === 0;
}

/** What cannot be told apart at a glance becomes equal. */
function fold(name: string): string {
  return name
    .toLowerCase()
    .replace(/[\s_.-]/g, "")
    .replace(/0/g, "o")
    .replace(/[1l]/g, "i");
}

/** Every bucket a signal can count, each once where the definition may repeat it on purpose. */
function bucketsOf(signal: Signal): readonly string[] {
  switch (signal.kind) {
    case "count":
      return ["total"];
    case "label":
      return signal.other === undefined || signal.buckets?.includes(signal.other) === true
        ? (signal.buckets ?? [])
        : [...(signal.buckets ?? []), signal.other];
    case "ratio":
      return signal.edges.map(({ bucket }) => bucket);
    case "classify": {
      const named = [...signal.codes, ...signal.words].map(({ bucket }) => bucket);
      return [...new Set([...named, signal.other])];
    }
  }
}
