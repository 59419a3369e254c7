import { expect, test } from "vitest";
import type { Certificate } from "../../src/replay/proof/certificate.ts";
import { proofBlocks } from "../../src/report/proof.ts";

const certificate: Certificate = {
  seed: "s",
  config: "c".repeat(64),
  logs: [{ path: "a.jsonl", sha256: "d".repeat(64) }],
  shapes: [
    { event: "turn_done", times: 3, samples: 3, leaves: 4 },
    { event: null, times: 9, samples: 9, leaves: 1 },
  ],
  uncovered: 1,
  pairs: { tried: 1, broken: 1 },
  search: { runs: 16, leaks: 2, sinks: ["payload"], encodings: ["plain"], faults: ["deep"] },
  consent: { cuts: 0, broken: 0 },
  promises: { tried: 7, broken: 1 },
  places: ["Asia/Kathmandu th_TH.UTF-8"],
  capacity: { bits: null, signals: [] },
};
const said = (given: Certificate): readonly string[] =>
  proofBlocks(given).flatMap((block) => (block.block === "list" ? block.items : []));

test("a proof says how much was found of how much was tried", () => {
  expect(said(certificate)).toEqual([
    "2 shapes of 3 events, 5 leaves, 1 event not covered",
    "1 of 1 pair of logs sealed to different bytes",
    "2 of 16 runs let a canary out: 1 sink, 1 encoding, 1 fault",
    "consent: 0 of 1 part counted what it may not",
    "promises of the counters: 1 broken in 7 situations",
    "time zones and languages of processes: Asia/Kathmandu th_TH.UTF-8",
    "capacity of one installation in one period: no bound, because a label is open",
    "config sha256:cccccccccccccccc…, a.jsonl sha256:dddddddddddddddd…",
  ]);
});

test("what was not asked is said too", () => {
  const lines = said({
    ...certificate,
    uncovered: 0,
    consent: null,
    promises: null,
    places: [],
    capacity: { bits: 1, signals: [] },
  });
  expect(lines).toContain("2 shapes of 3 events, 5 leaves");
  expect(lines).toContain("consent: the config does not say how a log tells it");
  expect(lines).toContain("promises of the counters: not asked, because nothing would be counted");
  expect(lines).toContain("time zone and language: only those of this process");
  expect(lines).toContain("capacity of one installation in one period: at most 1 bit");
});

test("without a proof there is nothing to say", () => {
  expect(proofBlocks(undefined)).toEqual([]);
});
