import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import type { Catalogue, Kind, PropertyType } from "../../src/event/catalogue.ts";
import { judgeEvent } from "../../src/privacy/event/judge.ts";
import { keyRules } from "../../src/privacy/event/rules.ts";
import { judgeIgnores } from "../../src/privacy/ignore.ts";
import { judgeDefinitions } from "../../src/privacy/release/judge-definitions.ts";

/**
 * The neutral cases of the checks `event` (the rules of the catalogue; string rules have vectors of
 * their own), `key`, `suppression` (all but `sup.unused-ignore`, which
 * only a run can know) and `definition` as far as the config has the fields: `def.bad-label`,
 * `def.too-many-buckets` and the order of edges.
 */
interface Case {
  readonly id: string;
  readonly check: string;
  readonly labels: readonly string[];
  readonly catalogue: { events: Record<string, Record<string, Kind | string[]>>; closed: boolean };
  readonly event: { event: string; properties: unknown };
  readonly key: string;
  readonly entry: { rule: string; at: string; reason: string; expires: string };
  readonly today: string;
  readonly definition: { name: string; buckets?: string[]; edges?: number[] };
}

const FILE = join(import.meta.dirname, "../../fixtures/privacy/privacy-structural.jsonl");
const cases = readFileSync(FILE, "utf8")
  .trim()
  .split("\n")
  .map((line): Case => JSON.parse(line));
const of = (check: string): Case[] => cases.filter((each) => each.check === check);
const sorted = (rules: readonly string[]): string[] => [...new Set(rules)].toSorted();

test.each(of("event"))("$id: an event", ({ catalogue: given, event: body, labels }) => {
  const events = Object.entries(given.events).map(
    ([name, types]) => [name, new Map(Object.entries(types).map(typed))] as const,
  );
  const catalogue: Catalogue = {
    form: "capture",
    name: "event",
    closed: given.closed,
    common: new Map(),
    events: new Map(events),
    flags: new Map(),
  };
  const found = judgeEvent({ name: body.event, body: { ...body }, line: 1, index: 0 }, catalogue);
  const rules = found.map(({ rule }) => rule).filter((rule) => rule.startsWith("event."));
  expect(sorted(rules)).toEqual(labels);
});

test.each(of("key"))("$id: a name", ({ key, labels }) => {
  const found = keyRules.filter((rule) => rule.finds(key)).map(({ id }) => id);
  expect(sorted(found)).toEqual(sorted(labels));
});

test.each(of("suppression"))("$id: an ignore", ({ entry, today, labels }) => {
  const found = judgeIgnores({ ignores: [entry] }, today).map(({ rule }) => rule.id);
  expect(found).toEqual(labels.filter((label) => label !== "sup.unused-ignore"));
});

const COVERED = ["def.bad-label", "def.too-many-buckets"];

test.each(of("definition").filter(({ definition }) => definition.buckets !== undefined))(
  "$id: a label",
  ({ definition: { name, buckets = [] }, labels }) => {
    const selection = { name, on: "x", when: [], unless: new Map() };
    const other = buckets.find((bucket) => bucket === "other") ?? buckets[0];
    const signal = {
      ...selection,
      kind: "label",
      label: "x",
      fold: "none",
      buckets,
      other,
    } as const;
    const found = judgeDefinitions({ signals: [signal] }).map(({ rule }) => rule);
    expect(sorted(found).filter((rule) => rule !== "def.open-label")).toEqual(
      labels.filter((label) => COVERED.includes(label)),
    );
  },
);

test.each([
  [[0, 50, 80], []],
  [[0, 80, 50], ["def.bad-bucketing"]],
  [[0, 50, 50.5], ["def.bad-bucketing"]],
])("edges %j", (edges, labels) => {
  const found = judgeDefinitions({
    signals: [
      {
        kind: "ratio",
        name: "cache_hit",
        on: "usage",
        when: [],
        unless: new Map(),
        ratio: ["a", "b"],
        edges: edges.map((from, index) => ({ bucket: ["low", "mid", "top"][index] ?? "", from })),
      },
    ],
  });
  expect(found.map(({ rule }) => rule)).toEqual(labels);
});

test("an open label is found from the config alone", () => {
  const [found] = judgeDefinitions({
    signals: [
      {
        kind: "label",
        name: "finish_reason",
        on: "usage",
        when: [],
        unless: new Map(),
        label: "usage.finishReason",
        fold: "none",
        buckets: undefined,
        other: undefined,
      },
    ],
  });
  expect(found).toMatchObject({
    rule: "def.open-label",
    severity: "error",
    pointer: ["metrics", "signals", "finish_reason"],
  });
});

function typed([name, type]: readonly [string, Kind | string[]]): [string, PropertyType] {
  return typeof type === "string"
    ? [name, { form: "kind", kind: type, nullable: false }]
    : [name, { form: "literals", literals: type, nullable: false }];
}
