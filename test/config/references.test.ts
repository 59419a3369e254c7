import { describe, expect, test } from "vitest";
import { problems } from "./refused.ts";
import { findings, flagOf, toToml } from "./targeting.ts";

const asks = (flag: string, property: string, value: unknown = true): string =>
  `[[flags.${flag}.groups]]\nmatch = [{ type = "flag", property = "${property}", value = ${JSON.stringify(value)} }]\n`;

describe("conditions on other flags", () => {
  test("name a flag or an experiment that is declared", () => {
    expect(problems(`${asks("a", "chekout")}[experiments.checkout]`)).toEqual([
      '2:38 config.reference flags.a.groups[0].match[0].property: Expected the key of a declared flag | Did you mean "checkout"?',
    ]);
    expect(findings(`${asks("a", "checkout")}[experiments.checkout]`)).toEqual([]);
  });

  test("name a variant of it", () => {
    expect(problems(`${asks("a", "b", "tset")}[experiments.b]`)).toEqual([
      '2:51 config.reference flags.a.groups[0].match[0].value: Expected a variant of the other flag | Did you mean "test"?',
    ]);
    expect(problems(`${asks("a", "b", "on")}[flags.b]`)).toEqual([
      "2:51 config.reference flags.a.groups[0].match[0].value: Expected a variant of the other flag | The flag has no variants: write true",
    ]);
    expect(findings(`${asks("a", "b", "test")}[experiments.b]`)).toEqual([]);
  });

  test("ask for true, false or a variant", () => {
    expect(problems(`${asks("a", "b", 1)}[flags.b]`)[0]).toContain("config.value");
    expect(problems(`${asks("a", "b", ["test"])}[experiments.b]`)[0]).toContain("config.value");
  });

  test("do not ask for a local toggle, which PostHog does not have", () => {
    expect(problems(`${asks("a", "b")}[experiments.b]\nremote = false`)[0]).toContain(
      "config.reference flags.a.groups[0].match[0].property",
    );
  });

  test("do not go round in a circle, which is told once with its whole way", () => {
    const text = asks("a", "b") + asks("b", "c") + asks("c", "b");
    expect(problems(text)).toEqual([
      "4:38 config.reference flags.b.groups[0].match[0].property: Expected no circle, and this goes b → c → b | Remove one of these conditions: a flag in a circle has no value",
    ]);
    expect(problems(asks("a", "a"))[0]).toContain("a → a");
    expect(problems(asks("a", "b") + asks("b", "c") + asks("c", "a"))[0]).toContain(
      "a → b → c → a",
    );
  });

  test("may go on for a thousand flags, and what the last one says reaches the first", () => {
    const chain = Array.from({ length: 1_000 }, (_, index) => asks(`f${index}`, `f${index + 1}`));
    const told = findings(`${chain.join("")}[flags.f1000]\nrollout = 0`);
    expect(told).toHaveLength(1_000);
    expect(new Set(told.map(({ rule }) => rule))).toEqual(new Set(["targeting.never-matches"]));
  });

  test("two ways to the same flag are no circle", () => {
    const text = asks("a", "b") + asks("a", "c") + asks("b", "d") + asks("c", "d");
    expect(findings(`${text}[flags.d]`).filter(({ rule }) => rule.startsWith("config"))).toEqual(
      [],
    );
  });
});

describe("values that PostHog refuses to store", () => {
  test.each([
    [toToml("regex", "("), "Expected a regular expression"],
    [toToml("not_regex", "[a"), "Expected a regular expression"],
    [toToml("regex", "*a"), "Expected a regular expression"],
    [toToml("semver_gt", "abc"), "Expected a version"],
    [toToml("semver_wildcard", "x.y"), "Expected a version"],
    [toToml("is_date_before", "yesterday"), "Expected a date"],
    [toToml("is_date_after", "2026-13-45"), "Expected a date"],
    [toToml("is_date_exact", ""), "Expected a date"],
    ['type = "cohort", value = "beta users"', "Expected the number of a cohort"],
    ['type = "cohort", value = [1, 2]', "Expected the number of a cohort"],
  ])("%s is refused", (condition, message) => {
    expect(problems(flagOf([condition]))).toEqual([
      expect.stringContaining(`config.value flags.a.groups[0].match[0].value: ${message}`),
    ]);
  });

  test.each([
    toToml("regex", "(?<year>\\d{4})"),
    toToml("regex", ""),
    toToml("semver_gt", "1"),
    toToml("semver_wildcard", "1.*"),
    toToml("is_date_before", "-30d"),
    'property = "p", operator = "is_date_before", value = 2026-01-01',
    'property = "p", operator = "is_date_before", value = 2026-01-01T10:00:00+02:00',
    toToml("gt", "abc"),
    'type = "cohort", value = "42"',
  ])("%s is not", (condition) => {
    expect(() => findings(flagOf([condition]))).not.toThrow();
  });
});
