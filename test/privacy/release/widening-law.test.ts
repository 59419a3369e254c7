import { assert, property, subarray } from "fast-check";
import { expect, test } from "vitest";
import type { Config } from "../../../src/config/config.ts";
import { parseConfig } from "../../../src/config/parse.ts";
import { widenings } from "../../../src/privacy/release/widening.ts";

/** All that a config of these tests may declare: the parts of a path are declared with it. */
const DECLARABLE = [
  "flags.a",
  "flags.b",
  "experiments.c",
  "events.start",
  "events.start.size",
  "events.done",
  "events.done.outcome.ok",
  "events.done.outcome.late",
  "events.done.note",
  "dimensions.os",
  "dimensions.version",
  "signals.starts",
  "signals.outcome.ok",
  "signals.outcome.late",
  "signals.share.half",
  "signals.share.most",
  "signals.failure.http_4xx",
  "signals.failure.timeout",
];

const declared = subarray(DECLARABLE).map((chosen) => new Set(chosen.flatMap(withParents)));

function withParents(path: string): string[] {
  const keys = path.split(".");
  return keys.map((_, at) => keys.slice(0, at + 1).join("."));
}

/** A config that declares exactly these. */
function configOf(paths: ReadonlySet<string>): Config {
  const under = (path: string): string[] =>
    [...paths]
      .filter((each) => each.startsWith(`${path}.`) && !each.slice(path.length + 1).includes("."))
      .map((each) => each.slice(path.length + 1))
      .toSorted();
  const list = (path: string): string => JSON.stringify(under(path));
  const edges = { half: 50, most: 90 };
  const lines = [
    "version = 1",
    '[posthog]\nhost = "https://us.posthog.com"\nproject = 1',
    ...under("flags").map((key) => `[flags.${key}]`),
    ...under("experiments").map((key) => `[experiments.${key}]`),
    '[log]\nform = "capture"',
    "[events.turn]",
    ...under("events").flatMap((name) => [
      `[events.${name}]`,
      ...under(`events.${name}`).map((field) => {
        const values = under(`events.${name}.${field}`);
        return `${field} = ${values.length > 0 ? JSON.stringify(values) : '"text"'}`;
      }),
    ]),
    `[metrics]\ndimensions = ${list("dimensions")}`,
    ...(paths.has("signals.starts") ? ['[metrics.signals.starts]\non = "turn"'] : []),
    ...(paths.has("signals.outcome")
      ? [
          `[metrics.signals.outcome]\non = "turn"\nlabel = "outcome"\nother = "other"`,
          `buckets = ${list("signals.outcome")}`,
        ]
      : []),
    ...(paths.has("signals.share")
      ? [
          '[metrics.signals.share]\non = "turn"\nratio = ["a", "b"]',
          `edges = { low = 0, ${Object.entries(edges)
            .filter(([bucket]) => paths.has(`signals.share.${bucket}`))
            .map(([bucket, from]) => `${bucket} = ${from}`)
            .join(", ")} }`,
        ]
      : []),
    ...(paths.has("signals.failure")
      ? [
          '[metrics.signals.failure]\non = "turn"\nclassify = "err"\nstatus = "plain"',
          ...(paths.has("signals.failure.http_4xx") ? ['codes = { http_4xx = ["400-499"] }'] : []),
          ...(paths.has("signals.failure.timeout")
            ? ['words = [{ bucket = "timeout", any = ["timeout"] }]']
            : []),
        ]
      : []),
  ];
  return parseConfig(lines.join("\n"), { file: "assay.toml" });
}

test("a config collects no more than itself", () => {
  assert(
    property(declared, (paths) => {
      expect(widenings(configOf(paths), configOf(paths))).toEqual([]);
    }),
  );
});

test("to leave something out never collects more, and to add something always does", () => {
  assert(
    property(declared, declared, (some, others) => {
      const all = new Set([...some, ...others]);
      expect(widenings(configOf(all), configOf(some))).toEqual([]);
      const isMore = widenings(configOf(some), configOf(all)).length > 0;
      expect(isMore).toBe(all.size > some.size);
    }),
  );
});

test("what widens in two steps widens in one", () => {
  assert(
    property(declared, declared, declared, (first, second, third) => {
      const [a, b, c] = [configOf(first), configOf(second), configOf(third)];
      const inOne = widenings(a, c).length > 0;
      const inTwo = widenings(a, b).length > 0 || widenings(b, c).length > 0;
      expect(inTwo || !inOne).toBe(true);
    }),
  );
});
