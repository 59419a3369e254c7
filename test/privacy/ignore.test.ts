import { expect, test } from "vitest";
import { fingerprintOf } from "../../src/privacy/fingerprint.ts";
import { isIgnored } from "../../src/privacy/ignore.ts";
import { ruleIds } from "../../src/privacy/rule-ids.ts";

const ignore = { rule: "uuid", at: "properties.id", reason: "random", expires: "2027-01-01" };
const found = { rule: "id.uuid", pointer: "properties.id" };

test.each([
  ["a short name, on the last day", found, ignore, "2027-01-01", true],
  ["after the last day", found, ignore, "2027-01-02", false],
  ["another place", { ...found, pointer: "properties.ids" }, ignore, "2026-01-01", false],
  ["every place", found, { ...ignore, at: undefined }, "2026-01-01", true],
  ["another rule", { ...found, rule: "pii.email" }, ignore, "2026-01-01", false],
  [
    "the proof",
    { ...found, rule: "out.extra-field" },
    { ...ignore, rule: "extra-field" },
    "2026-01-01",
    false,
  ],
  [
    "what is wrong with ignores",
    { rule: "sup.expired-ignore", pointer: "privacy.ignore[0].expires" },
    { ...ignore, rule: "sup.expired-ignore", at: undefined },
    "2026-01-01",
    false,
  ],
])("%s", (_, finding, entry, today, ignored) => {
  expect(isIgnored(finding, { ignores: [entry] }, today)).toBe(ignored);
});

test("short names are unique", () => {
  const names = ruleIds.map((id) => id.slice(id.indexOf(".") + 1));
  expect(new Set(names).size).toBe(names.length);
});

test("a fingerprint is 32 hex digits of SHA-256 over rule, pointer and name", () => {
  expect(fingerprintOf("id.uuid", "properties.id", "?")).toMatch(/^[0-9a-f]{32}$/);
  expect(fingerprintOf("a", "b", "c")).not.toBe(fingerprintOf("a", "bc", ""));
});
