import { describe, expect, test } from "vitest";
import type { Event } from "../../../src/event/event.ts";
import { createAggregator } from "../../../src/metrics/aggregator.ts";
import { isRecord } from "../../../src/event/value.ts";
import { add, type Tally } from "../../../src/metrics/tally.ts";
import type { CreateAggregator, SealRules } from "../../../src/replay/proof/seal.ts";
import { boundedV1, seedV1 } from "../../metrics/reasonix.ts";
import { agent, app } from "../catalogues.ts";
import { found, proofOf } from "./trial.ts";

const rules: SealRules = { catalogue: agent, metrics: boundedV1, today: "2026-06-12" };

/** A short log with every kind of field: read, declared and unread, undeclared, deep, in a list. */
const events = [
  { kind: "turn_done", ts: "2026-06-12T09:15:00Z", tab: "t1" },
  { kind: "turn_done", ts: "2026-06-12T10:20:00Z", tab: "t2" },
  {
    kind: "usage",
    at: 1_781_255_700_000,
    isLast: true,
    usage: { finishReason: "stop", cacheHitTokens: 60, cacheMissTokens: 40, cost: 3 },
  },
  {
    kind: "notice",
    text: "empty final answer blocked: again",
    list: [{ note: "one" }, { note: 2 }],
  },
];

type Observed = Pick<Event, "name" | "body">;

/** The real aggregator, and a second count of its own that it should not make. */
const leaking =
  (bucketOf: (event: Observed) => string | undefined): CreateAggregator =>
  (metrics, form, counted) => {
    const real = createAggregator(metrics, form, counted);
    const counts: Tally = new Map();
    return {
      hear: real.hear,
      observe: (event) => {
        real.observe(event);
        const bucket = bucketOf(event);
        if (bucket !== undefined) add(counts, "turns", bucket);
      },
      get counts() {
        return new Map([...real.counts, ...counts]);
      },
    };
  };

const from = (path: string, say: (value: unknown) => string): CreateAggregator =>
  leaking(({ body }) => {
    let held: unknown = body;
    for (const key of path.split("."))
      held = isRecord(held) && Object.hasOwn(held, key) ? held[key] : undefined;
    return held === undefined ? undefined : say(held);
  });

const rulesAt = async (aggregator: CreateAggregator): Promise<unknown[]> =>
  found(await proofOf(events, rules, { aggregator }));

test("the real aggregator is proven clean, with something tried", async () => {
  const proof = await proofOf(events, rules);
  expect(proof.findings).toEqual([]);
  expect(proof.certificate.pairs.broken).toBe(0);
  expect(proof.certificate.pairs.tried).toBeGreaterThan(50);
  expect(proof.certificate.shapes.map(({ event, times }) => [event, times])).toEqual([
    ["turn_done", 2],
    ["usage", 1],
    ["notice", 1],
  ]);
});

describe("flow.interference: what no signal reads changes the bytes", () => {
  test.each([
    ["a text", from("tab", String), 1, "tab"],
    ["a number", from("usage.cost", String), 3, "usage.cost"],
    ["a boolean", from("isLast", String), 3, "isLast"],
  ])("%s", async (_, aggregator, line, pointer) => {
    expect(await rulesAt(aggregator)).toContainEqual(["flow.interference", line, pointer]);
  });

  test("only whether it is there", async () => {
    const aggregator = leaking(({ body }) => (Object.hasOwn(body, "tab") ? "seen" : undefined));
    expect(await rulesAt(aggregator)).toEqual([["flow.interference", 1, "tab"]]);
  });

  test("how many keys there are", async () => {
    const aggregator = leaking(({ body }) => String(Object.keys(body).length));
    const places = await rulesAt(aggregator);
    expect(places).toContainEqual(["flow.interference", 1, "*"]);
    expect(places).toHaveLength(3);
  });

  test("inside a list", async () => {
    const aggregator = leaking(({ body }) => JSON.stringify(body["list"])?.slice(9, 12));
    expect(await rulesAt(aggregator)).toContainEqual(["flow.interference", 4, "list.0.note"]);
  });

  test("the name of an event that nobody declared", async () => {
    const aggregator = leaking(({ name }) => (name.startsWith("CNRY-L") ? "one" : "other"));
    const told = found(
      await proofOf(
        [{ kind: "turn_done" }],
        {
          ...rules,
          catalogue: { ...agent, closed: false },
        },
        { aggregator },
      ),
    );
    expect(told).toContainEqual(["flow.interference", 1, "kind"]);
  });
});

describe("inside the mapping: what was read is folded, not copied", () => {
  test("a label outside its list", async () => {
    expect(await rulesAt(from("usage.finishReason", String))).toEqual(
      expect.arrayContaining([
        ["flow.interference", 3, "usage.finishReason"],
        ["flow.canary-leak", 3, "usage.finishReason"],
        ["flow.length-channel", 3, "usage.finishReason"],
      ]),
    );
  });

  test("the rest of a text that a condition asks the start of", async () => {
    const aggregator = leaking(({ body: { text } }) =>
      typeof text === "string" && text.startsWith("empty final") ? text.slice(-4) : undefined,
    );
    expect(await rulesAt(aggregator)).toContainEqual(["flow.interference", 4, "text"]);
  });

  test("an amount within its bucket", async () => {
    const aggregator = from("usage.cacheHitTokens", (hit) => (hit === 60 ? "even" : "odd"));
    expect(await rulesAt(aggregator)).toEqual([["flow.interference", 3, "usage.cacheHitTokens"]]);
  });

  test("an open label, which a sender would copy", async () => {
    const told = found(await proofOf(events, { ...rules, metrics: seedV1 }));
    expect(told).toEqual([
      ["flow.interference", 3, "usage.finishReason"],
      ["flow.canary-leak", 3, "usage.finishReason"],
      ["flow.length-channel", 3, "usage.finishReason"],
    ]);
  });

  test("a list without an other is as open", async () => {
    const signals = boundedV1.signals.map((signal) =>
      signal.kind === "label" ? { ...signal, other: undefined } : signal,
    );
    const told = found(await proofOf(events, { ...rules, metrics: { ...boundedV1, signals } }));
    expect(told).toContainEqual(["flow.canary-leak", 3, "usage.finishReason"]);
  });
});

test("flow.length-channel: a length changes the bytes", async () => {
  const aggregator = from("tab", (tab) => (String(tab).length > 100 ? "long" : "short"));
  expect(await rulesAt(aggregator)).toContainEqual(["flow.length-channel", 1, "tab"]);
});

describe("flow.time-dependence: a time changes the bytes", () => {
  test.each([
    [
      "an ISO time",
      from("ts", (ts) => (String(ts).slice(11, 13) > "10" ? "late" : "early")),
      2,
      "ts",
    ],
    [
      "an epoch",
      from("at", (at) => (Number(at) % 2 === 0 ? `h${Math.floor(Number(at) / 3.6e6) % 2}` : "odd")),
      3,
      "at",
    ],
  ])("%s", async (_, aggregator, line, pointer) => {
    expect(await rulesAt(aggregator)).toContainEqual(["flow.time-dependence", line, pointer]);
  });
});

/** Remembers which event came first. */
const firstComer: CreateAggregator = (metrics, form, counted) => {
  let seen: string | undefined;
  return leaking(({ name }) => {
    seen ??= name;
    return seen === "notice" ? "notice_first" : undefined;
  })(metrics, form, counted);
};

test("flow.order-dependence: the order of events changes the bytes", async () => {
  expect(await rulesAt(firstComer)).toEqual([["flow.order-dependence", null, ""]]);
});

test("flow.nondeterminism: two runs over the same bytes differ", async () => {
  let runs = 0;
  const alternating: CreateAggregator = (metrics, form, counted) => {
    const mine = (runs += 1) % 2 === 0 ? "even" : "odd";
    return leaking(() => mine)(metrics, form, counted);
  };
  expect(await rulesAt(alternating)).toContainEqual(["flow.nondeterminism", null, ""]);
});

test("a capture is proven the same way, inside properties and around a batch", async () => {
  const metrics = {
    ...boundedV1,
    signals: [
      { kind: "count", name: "starts", on: "app_started", when: [], unless: new Map() } as const,
    ],
  };
  const capture = { ...rules, catalogue: app, metrics };
  const log = [
    { batch: [{ event: "app_started", properties: { first: true, note: "x" } }], sent_at: "s" },
  ];
  expect((await proofOf(log, capture)).findings).toEqual([]);
  const aggregator = from("properties.note", String);
  expect(found(await proofOf(log, capture, { aggregator }))).toContainEqual([
    "flow.interference",
    1,
    "properties.note",
  ]);
});
