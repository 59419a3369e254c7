import { describe, expect, test } from "vitest";
import { toHogQl } from "../../src/posthog/query/hogql.ts";

describe("a text becomes a value, so that no parser reads its backslashes", () => {
  test.each([
    ["'plain'", "plain"],
    [String.raw`'\\b(\\d+)'`, String.raw`\b(\d+)`],
    [String.raw`'it\'s'`, "it's"],
    ["'it''s'", "it's"],
    [String.raw`'\r\n\t\0'`, "\r\n\t\0"],
    [String.raw`'\d'`, String.raw`\d`],
    ["'{not a placeholder}'", "{not a placeholder}"],
    ["'(a, b'", "(a, b"],
    ["''", ""],
  ])("%s", (literal, said) => {
    expect(toHogQl(`SELECT ${literal} AS said`)).toEqual({
      query: "SELECT {text_1} AS said",
      values: { text_1: said },
    });
  });

  test("once, however often it is said", () => {
    expect(toHogQl("SELECT 'a', 'b', 'a'")).toEqual({
      query: "SELECT {text_1}, {text_2}, {text_1}",
      values: { text_1: "a", text_2: "b" },
    });
  });
});

test.each([
  ["toUInt64(at - 1)", "_toUInt64(at - 1)"],
  ["toInt64(a) + toUInt64(b)", "_toInt64(a) + _toUInt64(b)"],
  ["toFloat64(a)", "toFloat(a)"],
  ["substring(text, 2)", "substring(text, 2, 1000000000)"],
  ["substring(text, 1, 3)", "substring(text, 1, 3)"],
  ["substring(concat(a, b), f(1, 2))", "substring(concat(a, b), f(1, 2), 1000000000)"],
  ["f(x -> toUInt64(x[1]), [1, 2])", "f(x -> _toUInt64(x[1]), [1, 2])"],
  ["has([a, b], c) IN (d)", "has([a, b], c) IN (d)"],
  ["groupUniqArray(10)(each)", "groupUniqArray(10)(each)"],
  ["`toUInt64`(a)", "`toUInt64`(a)"],
  ["toUInt64 AS a", "toUInt64 AS a"],
])("%s is %s in HogQL", (sql, hogql) => {
  expect(toHogQl(sql)).toEqual({ query: hogql, values: {} });
});

test("an empty list of texts is one that lost its only text", () => {
  expect(toHogQl("has(CAST([], 'Array(String)'), a)")).toEqual({
    query: "has(arrayPopBack([{text_1}]), a)",
    values: { text_1: "" },
  });
});
