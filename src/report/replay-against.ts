import type { Comparison, CountChange } from "../replay/against.ts";
import { atItsOwnPlace, groupFindings, placesOf } from "./findings.ts";
import type { Block, Json } from "./report.ts";

/** What changed between two configs, for scripts; each count as `[before, after]`. */
export function toComparison(comparison: Comparison): Json {
  const { verdict, counters, features, appeared, disappeared } = comparison;
  return {
    verdict: [verdict.before, verdict.after],
    counters: toTable(counters),
    features: toTable(features),
    appeared: brief(appeared),
    disappeared: brief(disappeared),
  };
}

function brief(findings: Comparison["appeared"]): Json {
  return findings.map(({ rule, pointer, fingerprint }) => ({ rule, pointer, fingerprint }));
}

function toTable(changes: readonly CountChange[]): Json {
  const rows = new Map<string, Map<string, Json>>();
  for (const { name, bucket, before, after } of changes) {
    const row = rows.get(name) ?? new Map<string, Json>();
    row.set(bucket, [before, after]);
    rows.set(name, row);
  }
  return Object.fromEntries([...rows].map(([name, row]) => [name, Object.fromEntries(row)]));
}

/** What changed between two configs, as a person reads it. */
export function comparisonBlocks(comparison: Comparison | undefined): Block[] {
  if (comparison === undefined) return [];
  const { verdict, counters, features, appeared, disappeared } = comparison;
  const counts = [...counters, ...features];
  const found = [
    ...appeared.map((finding) => ["now found", finding] as const),
    ...disappeared.map((finding) => ["no longer", finding] as const),
  ];
  const same = counts.length === 0 && found.length === 0;
  return [
    { block: "heading", text: "Against the older config" },
    {
      block: "text",
      text: same
        ? "Nothing changed"
        : `${verdict.before.toUpperCase()} before, ${verdict.after.toUpperCase()} now`,
    },
    ...(counts.length === 0
      ? []
      : [
          {
            block: "table" as const,
            columns: ["name", "bucket", "before", "now"],
            rows: counts.map(({ name, bucket, before, after }) => [
              name,
              bucket,
              String(before),
              String(after),
            ]),
          },
        ]),
    ...(found.length === 0
      ? []
      : [
          {
            block: "table" as const,
            columns: ["change", "rule", "at", "first place"],
            rows: found.map(([change, finding]) => [
              change,
              finding.rule,
              finding.pointer || "-",
              groupFindings([atItsOwnPlace(finding)])
                .map((group) => placesOf(group, 1))
                .join(""),
            ]),
          },
        ]),
  ];
}
