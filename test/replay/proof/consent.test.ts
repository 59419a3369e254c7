import { array, assert, asyncProperty, constant, constantFrom, oneof } from "fast-check";
import { describe, expect, test } from "vitest";
import { createAggregator } from "../../../src/metrics/aggregator.ts";
import type { CreateAggregator, SealRules } from "../../../src/replay/proof/seal.ts";
import { boundedV1 } from "../../metrics/reasonix.ts";
import { agent } from "../catalogues.ts";
import { found, proofOf } from "./trial.ts";

const consent = { on: "consent_changed", granted: "granted" };
const rules: SealRules = {
  catalogue: agent,
  metrics: { ...boundedV1, consent },
  today: "2026-06-12",
};

const turn = { kind: "turn_done" };
const says = (granted: unknown): object => ({ kind: "consent_changed", granted });
const log = [turn, turn, says(true), turn, says(false), turn, says(true), turn];

/** The real aggregator as if the gate were another. */
const gated =
  (metricsOf: (metrics: Parameters<CreateAggregator>[0]) => Parameters<CreateAggregator>[0]) =>
  (...[metrics, form, counted]: Parameters<CreateAggregator>) =>
    createAggregator(metricsOf(metrics), form, counted);

/** Hears the first grant and is deaf from then on. */
const neverClosing: CreateAggregator = (metrics, form, counted) => {
  const real = createAggregator(metrics, form, counted);
  let isOpen = false;
  return {
    ...real,
    hear: (event) => {
      if (!isOpen) real.hear(event);
      isOpen ||= event.body["granted"] === true;
    },
  };
};

/** Takes any word for a yes. */
const credulous: CreateAggregator = (metrics, form, counted) => {
  const real = createAggregator(metrics, form, counted);
  return {
    ...real,
    hear: ({ name, body }) =>
      real.hear({ name, body: { ...body, granted: Boolean(body["granted"]) } }),
  };
};

/** Keeps what came before a grant, and counts it then. */
const remembering: CreateAggregator = (metrics, form, counted) => {
  const real = createAggregator(metrics, form, counted);
  const kept: Parameters<typeof real.observe>[0][] = [];
  let isGranted = false;
  const hear: typeof real.hear = (event) => {
    real.hear(event);
    if (event.name !== consent.on) return;
    isGranted = event.body["granted"] === true;
    if (isGranted) for (const early of kept.splice(0)) real.observe(early);
  };
  return {
    counts: real.counts,
    hear,
    observe: (event) => {
      hear(event);
      if (!isGranted) kept.push(event);
      real.observe(event);
    },
  };
};

test("the real gate is proven over every cut", async () => {
  const { findings, certificate } = await proofOf(log, rules);
  expect(findings).toEqual([]);
  expect(certificate.consent).toEqual({ cuts: 3, broken: 0 });
});

test("a config that declares no consent says so", async () => {
  const { certificate } = await proofOf(log, { ...rules, metrics: boundedV1 });
  expect(certificate.consent).toBeNull();
});

describe("consent.not-given", () => {
  test("an aggregator that asks nobody, at each part without a grant", async () => {
    const aggregator = gated((metrics) => ({ ...metrics, consent: undefined }));
    const told = found(await proofOf(log, rules, { aggregator }));
    expect(told).toContainEqual(["consent.not-given", 1, ""]);
    expect(told).toContainEqual(["consent.not-given", 5, ""]);
    expect(told).not.toContainEqual(["consent.not-given", 3, ""]);
  });

  test("a gate that never closes again", async () => {
    expect(found(await proofOf(log, rules, { aggregator: neverClosing }))).toContainEqual([
      "consent.not-given",
      5,
      "",
    ]);
  });

  test("a gate that takes any word for a yes, though the log has none", async () => {
    expect(found(await proofOf(log, rules, { aggregator: credulous }))).toEqual([
      ["consent.not-given", null, ""],
    ]);
  });
});

test("consent.before-optin: what was kept from before is counted with the grant", async () => {
  const told = found(await proofOf(log, rules, { aggregator: remembering }));
  expect(told).toContainEqual(["consent.before-optin", 3, ""]);
  expect(told).toContainEqual(["consent.before-optin", 7, ""]);
});

test("any order of grants, refusals and events is proven clean", async () => {
  const event = oneof(
    constant(turn),
    constantFrom(true, false, null, "true", 1).map(says),
    constant({ kind: "compaction_done" }),
  );
  await assert(
    asyncProperty(array(event, { maxLength: 12 }), async (told) => {
      const { findings, certificate } = await proofOf(told, rules);
      expect(findings).toEqual([]);
      expect(certificate.consent?.cuts).toBe(told.filter((each) => "granted" in each).length);
    }),
    { numRuns: 15 },
  );
});
