import { describe, expect, test } from "vitest";
import type { Catalogue } from "../../src/event/catalogue.ts";
import type { Signal } from "../../src/metrics/signal.ts";
import { replay, type ReplayRules } from "../../src/replay/replay.ts";
import { appRules, jsonl, log } from "./rules.ts";

const outcome: Signal = {
  kind: "label",
  name: "outcome",
  on: "turn_done",
  when: [],
  unless: new Map(),
  label: "outcome",
  fold: "none",
  buckets: ["ok", "failed"],
  other: "other",
};
const catalogue: Catalogue = {
  ...appRules.catalogue,
  events: new Map([
    [
      "turn_done",
      new Map(
        ["outcome", "color", "shape", "size"].map((name) => [
          name,
          { form: "pattern", pattern: "[a-z0-9]{1,9}", nullable: false },
        ]),
      ),
    ],
  ]),
};
const rules: ReplayRules = {
  ...appRules,
  catalogue,
  metrics: { ...appRules.metrics, consent: undefined, period: "week", signals: [outcome] },
};

interface Turn {
  readonly who: number;
  readonly outcome?: string;
  readonly on?: string;
  readonly traits?: Readonly<Record<string, string>>;
}
const turn = ({ who, outcome: said = "ok", on = "2026-06-10", traits = {} }: Turn): object => ({
  event: "turn_done",
  distinct_id: `u${who}`,
  timestamp: `${on}T10:00:00Z`,
  properties: { outcome: said, ...traits },
});
const people = (count: number): number[] => Array.from({ length: count }, (_, who) => who);

/** Rule and pointer of what is found of people, from one log or several. */
async function found(
  logs: readonly (readonly Turn[])[],
  given: Partial<ReplayRules> = {},
): Promise<string[]> {
  const texts = logs.map((turns, at) => log(jsonl(...turns.map(turn)), `${at}.jsonl`));
  const { findings } = await replay(texts, { ...rules, ...given });
  return findings
    .filter(({ rule }) => /^(?:agg|link)\./.test(rule))
    .map(({ rule, pointer }) => `${rule} ${pointer}`);
}

const AT = "metrics.signals.outcome";
const mixed = (who: number): string => (who % 2 === 0 ? "ok" : "failed");
const evenly = people(40).map((who) => ({ who, outcome: mixed(who) }));

test("many people who do alike are told of in no way", async () => {
  expect(await found([evenly])).toEqual([]);
});

describe("agg.dominance", () => {
  const few = people(300).map(() => ({ who: 0 }));
  test("a shown cell that one person made", async () => {
    expect(await found([[...evenly, ...few]])).toContain(`agg.dominance ${AT}.ok`);
  });

  test("is seen over all logs, and not in a cell that is hidden", async () => {
    expect(await found([evenly, few])).toContain(`agg.dominance ${AT}.ok`);
    expect(await found([people(3).map((who) => ({ who }))])).toEqual([`agg.small-cell ${AT}.ok`]);
  });
});

/** What one person does in a week. */
const turns = (count: number, on: string): Turn[] =>
  people(count).map((at) => ({ who: 0, outcome: mixed(at), on }));

describe("agg.contribution-cap", () => {
  const capped = { metrics: { ...rules.metrics, signals: [{ ...outcome, max: 3 }] } };

  test("one person adds more than the cap to a signal in a week", async () => {
    expect(await found([[...evenly, ...turns(4, "2026-06-17")]], capped)).toContain(
      `agg.contribution-cap ${AT}`,
    );
  });

  test("not in two weeks, and not without a cap", async () => {
    const calm = [...evenly, ...turns(3, "2026-06-17"), ...turns(3, "2026-06-24")];
    expect(await found([calm], capped)).not.toContain(`agg.contribution-cap ${AT}`);
    expect(await found([[...evenly, ...turns(9, "2026-06-17")]])).not.toContain(
      `agg.contribution-cap ${AT}`,
    );
  });
});

const apart = (on: string): Turn[] =>
  people(25).flatMap((who) => people(who + 1).map(() => ({ who, outcome: "ok", on })));

test("agg.unique-vector: counts tell a fifth of the uploads apart, and the finding says how far", async () => {
  const { findings } = await replay([log(jsonl(...apart("2026-06-10").map(turn)))], rules);
  const [unlike] = findings.filter(({ rule }) => rule === "agg.unique-vector");
  expect(unlike).toMatchObject({ pointer: "metrics.signals" });
  expect(unlike?.message).toContain(
    "(of 25 uploads 100 % are like no other and 100 % like fewer than 5; 4.6 bits of entropy)",
  );
});

test("agg.linkable: who counts alike in two weeks is the same", async () => {
  const two = [...apart("2026-06-10"), ...apart("2026-06-17")];
  expect(await found([two])).toContain("agg.linkable metrics.signals");
  expect(await found([apart("2026-06-10")])).not.toContain("agg.linkable metrics.signals");
});

test("agg.class-disclosure: everybody's turns end alike", async () => {
  expect(await found([people(6).map((who) => ({ who }))])).toEqual([`agg.class-disclosure ${AT}`]);
});

test("link.quasi-identifier: two traits together single people out, neither alone", async () => {
  const traits = people(100).map((who) => ({
    who,
    outcome: mixed(who),
    traits: { color: `c${who % 10}`, shape: `s${Math.floor(who / 10)}`, size: "one" },
  }));
  expect(await found([traits])).toEqual([
    "link.quasi-identifier properties.color + properties.shape",
  ]);
});

test("more people than are kept: the same ones in every order, and no count is made up", async () => {
  const many = people(9_000).map((who) => ({ who, outcome: mixed(who) }));
  const both = [await found([many]), await found([many.toReversed()])];
  expect(both).toEqual([[], []]);
  const halves = [many.slice(0, 4_500), many.slice(4_500)];
  expect(await found(halves)).toEqual([]);
});
