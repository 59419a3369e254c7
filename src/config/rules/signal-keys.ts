import type { Path, Problem } from "../problem.ts";
import { misfit, missingKey } from "../rule.ts";
import type { Rule } from "../rule.ts";
import { isTable, listOf, tableOf } from "../tree.ts";
import type { Table } from "../tree.ts";

/** The keys that make a signal what it is, and those that only go with them. */
const KINDS: Readonly<Record<string, readonly string[]>> = {
  label: ["fold", "buckets", "other"],
  ratio: ["edges"],
  classify: ["without", "status", "codes", "words", "other"],
};

/** A signal has one of `label`, `ratio` and `classify`, or none, and only the keys of its kind. */
export const signalKeys: Rule = (document) =>
  Object.entries(tableOf(tableOf(document["metrics"])["signals"])).flatMap(([name, signal]) =>
    isTable(signal) ? problemsOf(["metrics", "signals", name], signal) : [],
  );

function problemsOf(path: Path, signal: Table): Problem[] {
  const [kind, ...more] = Object.keys(KINDS).filter((key) => signal[key] !== undefined);
  return [
    ...more.map((key) => stray(path, key, `A signal has one kind, and this one is a ${kind}`)),
    ...(more.length > 0 ? [] : strays(path, signal, kind)),
    ...(kind === "ratio" && Object.keys(tableOf(signal["edges"] ?? {})).length === 0
      ? [missingKey(path, "edges", 'Write buckets and where they start, such as { "0_50" = 0 }')]
      : []),
    ...backwards(path, signal),
  ];
}

/** Keys that belong to signals of another kind. */
function strays(path: Path, signal: Table, kind: string | undefined): Problem[] {
  const own = kind === undefined ? [] : (KINDS[kind] ?? []);
  return [...new Set(Object.values(KINDS).flat())]
    .filter((key) => signal[key] !== undefined && !own.includes(key))
    .map((key) => {
      const owners = Object.keys(KINDS).filter((each) => KINDS[each]?.includes(key));
      return stray(path, key, `It goes with ${owners.join(" or ")}`);
    });
}

function stray(path: Path, key: string, hint: string): Problem {
  return { ...misfit([...path, key], `Expected no "${key}" here`, hint), end: "key" };
}

/** Ranges of status codes that end before they start. */
function backwards(path: Path, signal: Table): Problem[] {
  return Object.entries(tableOf(signal["codes"])).flatMap(([bucket, ranges]) =>
    listOf(ranges).flatMap((range, index) => {
      const [from = "", to = from] = typeof range === "string" ? range.split("-") : [];
      const place = [...path, "codes", bucket, index];
      return to < from ? [misfit(place, "Expected a range that rises", "Swap its ends")] : [];
    }),
  );
}
