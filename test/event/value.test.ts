import { describe, expect, test } from "vitest";
import type { Kind, PropertyType } from "../../src/event/catalogue.ts";
import { checkValue } from "../../src/event/value.ts";

const kind = (name: Kind): PropertyType => ({ form: "kind", kind: name, nullable: false });

test.each<[Kind, unknown[], unknown[]]>([
  ["boolean", [true, false], []],
  ["integer", [-1, 0, 7], [0.5, 2 ** 53]],
  ["count", [0, 7], [-1, 0.5, 2 ** 53]],
  ["power-of-two", [0, 1, 512, 2 ** 53], [0.5, -4, 500, Infinity, NaN]],
  ["step-5", [0, 35, 100], [37, 105, -5]],
  [
    "semver",
    ["1.2.3", "v0.10.2-14-g1a2b3c4", "1.2.3-rc.1"],
    ["1.2", "1.2.3-alices-macbook", "1.2.3\n"],
  ],
  ["uuid", ["5e4324b6-f9dc-4c5f-9af0-3d01c11d9ae2"], ["5e4324b6"]],
  ["hex10", ["aeb6eb6e04"], ["AEB6EB6E04", "aeb6eb6e0"]],
  ["text", ["", "anything"], []],
])("%s", (name, allowed, refused) => {
  for (const value of allowed) expect(checkValue(kind(name), value)).toBeUndefined();
  const problem = typeof refused[0] === "number" ? "raw-number" : "unknown-value";
  for (const value of refused) expect(checkValue(kind(name), value)).toBe(problem);
  for (const value of [null, {}, []]) expect(checkValue(kind(name), value)).toBe("wrong-type");
});

describe("user-agent", () => {
  test.each([
    "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36",
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:142.0) Gecko/20100101 Firefox/142.0",
    "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.5 Mobile/15E148 Safari/604.1",
    "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Mobile Safari/537.36",
    "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/537.36 (KHTML, like Gecko) mux/0.11.0 Chrome/142.0.0.0 Electron/39.2.1 Safari/537.36",
    "posthog-node/5.17.2",
  ])("allows %s", (value) => {
    expect(checkValue(kind("user-agent"), value)).toBeUndefined();
  });

  test.each([
    "Mux/0.11 (/Users/alice/dev/mux)",
    "Mozilla/5.0 (alice-macbook-pro) Chrome/142.0.0.0",
    "Mozilla/5.0 (X11; jane@example.com)",
    "Chrome/142.0.0.0 https://example.com",
    "Mozilla/5.0  (X11)",
    "acme-merger/1.0",
    "",
  ])("refuses %j", (value) => {
    expect(checkValue(kind("user-agent"), value)).toBe("unknown-value");
  });
});

describe("lists and patterns", () => {
  const any: PropertyType = {
    form: "any",
    kinds: ["semver"],
    literals: ["unknown"],
    nullable: true,
  };

  test.each([
    [{ form: "literals", literals: ["a", true], nullable: false }, "A", "unknown-value"],
    [{ form: "literals", literals: ["a", true], nullable: false }, 1, "wrong-type"],
    [{ form: "literals", literals: [1], nullable: false }, 2, "raw-number"],
    [any, "unknown", undefined],
    [any, "1.2.3", undefined],
    [any, null, undefined],
    [any, "else", "unknown-value"],
    [{ form: "pattern", pattern: "a|b", nullable: false }, "b", undefined],
    [{ form: "pattern", pattern: "a|b", nullable: false }, "bc", "unknown-value"],
  ] as const)("%j and %j: %s", (type, value, problem) => {
    expect(checkValue(type, value)).toBe(problem);
  });
});
