import { expect, test } from "vitest";
import type { Kind } from "../../../src/event/catalogue.ts";
import { checkValue } from "../../../src/event/value.ts";

/** Labelled values of `privacy-rules.md` 2: what each kind allows, and how all others break it. */
const rows: readonly (readonly [Kind, problem: string | undefined, values: readonly unknown[]])[] =
  [
    ["power-of-two", undefined, [0, 1, 2, 4, 1_024, 2 ** 31, 2 ** 52]],
    ["power-of-two", "raw-number", [3, -1, -2, 0.5, 0.25, 1.5, 6, 1_023, Infinity, Number.NaN]],
    ["power-of-two", "wrong-type", ["8", true, null, [8], { value: 8 }]],
    ["step-5", undefined, [0, 5, 50, 95, 100]],
    ["step-5", "raw-number", [-5, 1, 4, 99, 105, 2.5, Infinity, Number.NaN]],
    ["step-5", "wrong-type", ["5", false, null, {}]],
    ["boolean", undefined, [true, false]],
    ["boolean", "wrong-type", ["true", 0, 1, null, [], {}]],
    ["count", undefined, [0, 1, 12_345]],
    ["count", "raw-number", [-1, 1.5, 2 ** 53]],
    ["integer", undefined, [-3, 0, 7]],
    ["integer", "raw-number", [0.1, Infinity]],
    ["semver", undefined, ["1.2.3", "v1.2.3", "1.2.3-alpha", "1.2.3-rc.1", "0.10.2-nightly.12"]],
    ["semver", undefined, ["v0.10.2-12-gdeadbee", "1.2.3.4.5.6.7.8", "1.2.3-next-dev-preview-1-2"]],
    [
      "semver",
      "unknown-value",
      ["1.2", "1.2.3-bob", "1.2.3.4.5.6.7.8.9", "1.2.3-gdeadbe", "V1.2.3"],
    ],
    ["semver", "unknown-value", ["1.2.3+build", " 1.2.3", "1.2.3 ", "1.2.x", "", "1.2.3-RC.1"]],
    ["semver", "wrong-type", [1, true, null]],
    ["hex10", undefined, ["0123456789", "deadbeef00"]],
    ["hex10", "unknown-value", ["DEADBEEF00", "deadbeef0", "deadbeef000", "g123456789"]],
    [
      "uuid",
      undefined,
      ["123e4567-e89b-12d3-a456-426614174000", "123E4567-E89B-12D3-A456-426614174000"],
    ],
    ["uuid", "unknown-value", ["123e4567e89b12d3a456426614174000", "x", ""]],
    ["text", undefined, ["", "anything"]],
    ["text", "wrong-type", [1, null, ["a"]]],
  ];

test.each(
  rows.flatMap(([kind, problem, values]) => values.map((value) => ({ kind, problem, value }))),
)("$value as $kind: $problem", ({ kind, problem, value }) => {
  expect(checkValue({ form: "kind", kind, nullable: false }, value)).toBe(problem);
});
