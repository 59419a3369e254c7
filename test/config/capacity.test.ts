import { expect, test } from "vitest";
import { findingsOf } from "../../src/config/check.ts";
import { parseConfig } from "../../src/config/parse.ts";

/** The rule, place and message of what `check` finds. */
const found = (toml: string): string[] =>
  findingsOf(parseConfig(toml, { file: "assay.toml" }), "2026-11-21")
    .filter(({ rule }) => rule.startsWith("flow."))
    .map(({ severity, rule, line, pointer, message }) =>
      [severity, rule, line, pointer, /\(.*\)/.exec(message)?.[0]].join(" "),
    );

const budget = (bits: number): string => `[privacy]\nmax_capacity_bits = ${bits}\n`;
const TURNS = `[metrics.signals.turns]\non = "turn_done"\nmax = 255\n`;
const OPEN = `[metrics.signals.finish]\non = "turn_done"\nlabel = "finish"\nmax = 1\n`;

test("no budget is set unless the team sets one", () => {
  expect(found(TURNS + OPEN)).toEqual([]);
});

test("signals within the budget pass, to the bit", () => {
  expect(found(budget(8) + TURNS)).toEqual([]);
  expect(found(budget(7) + TURNS)).toEqual([
    "error flow.capacity 2 privacy.max_capacity_bits (8 bits, 7 allowed)",
  ]);
});

test("a signal without a max is an integer's worth", () => {
  expect(found(budget(52) + TURNS.replace(/max.*/, ""))).toEqual([
    "error flow.capacity 2 privacy.max_capacity_bits (53 bits, 52 allowed)",
  ]);
});

test("an open label is above any budget", () => {
  expect(found(budget(1_000_000) + TURNS + OPEN)).toEqual([
    "error flow.capacity 2 privacy.max_capacity_bits (no bound, 1000000 allowed)",
  ]);
});

test.each(["0", "-1", "1.5", '"64"'])("%s is no budget", (bits) => {
  expect(() => found(`[privacy]\nmax_capacity_bits = ${bits}\n`)).toThrow("assay.toml");
});
