import { readFileSync } from "node:fs";
import { join } from "node:path";
import * as fc from "fast-check";
import { parse } from "smol-toml";
import { describe, expect, test } from "vitest";
import { placesOf } from "../../src/config/places.ts";
import { walk } from "../../src/config/tree.ts";

const FIXTURES = join(import.meta.dirname, "../../fixtures/config");

describe("places", () => {
  const text = [
    "# a comment",
    "[a.b]",
    'inline = { x = 1, "y z" = [10, { deep = true }] }',
    "dotted.key.name = 2",
    "[[list]]",
    "one = 1",
    "[[list]]",
    "  two = 2",
    "[list.sub]",
    "three = 3",
  ].join("\n");

  test.each([
    [["a"], "2:2", "2:2"],
    [["a", "b"], "2:4", "2:4"],
    [["a", "b", "inline"], "3:1", "3:10"],
    [["a", "b", "inline", "x"], "3:12", "3:16"],
    [["a", "b", "inline", "y z"], "3:19", "3:27"],
    [["a", "b", "inline", "y z", 0], "3:28", "3:28"],
    [["a", "b", "inline", "y z", 1, "deep"], "3:34", "3:41"],
    [["a", "b", "dotted", "key"], "4:8", "4:8"],
    [["a", "b", "dotted", "key", "name"], "4:12", "4:19"],
    [["list", 0], "5:1", "5:1"],
    [["list", 1, "two"], "8:3", "8:9"],
    [["list", 1, "sub", "three"], "10:1", "10:9"],
  ])("%j has its key at %s and its value at %s", (path, key, value) => {
    const places = placesOf(text);
    expect(said(places.key(path))).toBe(key);
    expect(said(places.value(path))).toBe(value);
  });

  test("what is not there stands where the nearest table around it does", () => {
    const places = placesOf(text);
    expect(said(places.key(["a", "b", "gone", 3, "x"]))).toBe("2:4");
    expect(said(places.key(["nothing"]))).toBe("1:1");
  });

  test("a table that is opened late stands at its own header", () => {
    expect(said(placesOf("[a.b]\nx = 1\n[a]\ny = 2").key(["a"]))).toBe("3:2");
  });

  test("columns count UTF-16 units and lines end with LF or CRLF", () => {
    const places = placesOf('"é😀" = "ü\u2028"\r\n\r\nx = { "😀" = 1, y = 2 }\r\n');
    expect(said(places.value(["é😀"]))).toBe("1:9");
    expect(said(places.value(["x", "y"]))).toBe("3:21");
  });

  test.each(["contract.toml", "everything-wrong.toml"])(
    "%s: every key is found where it says",
    (file) => {
      const source = readFileSync(join(FIXTURES, file), "utf8");
      expectPlaces(source);
    },
  );

  test("every key and number of any document is found where it says", () => {
    const name = fc.constantFrom("a", "b", "c", '"d e"', "'😀'");
    const scalar = fc.constantFrom(
      "1",
      '"] # }"',
      "'\\'",
      String.raw`"\" = "`,
      "2026-01-01 10:00:00Z",
      "true # ]",
      '"""\n]\n"" \\""" """""',
      "'''\n'' # }'''''",
      '""',
      "''''''",
    );
    const { value } = fc.letrec<{ value: string; list: string; inline: string }>((tie) => ({
      value: fc.oneof({ maxDepth: 3 }, scalar, tie("list"), tie("inline")),
      list: fc
        .tuple(fc.array(tie("value"), { maxLength: 3 }), fc.constantFrom(", ", "\n, # ]\n", ","))
        .map(([elements, between]) => `[ ${elements.join(between)}\n]`),
      inline: tie("value").map(
        (held) => `{ x = ${held.replaceAll("\n", "")}, y.z = [{ "w" = 2 }], 'v' = 3 }`,
      ),
    }));
    const row = fc.tuple(name, value).map((pair) => pair.join(" = "));
    const header = fc.tuple(fc.constantFrom("[[", "["), name, name);
    const table = header.map(([open, first, second]) =>
      open === "[[" ? `[[ ${first}.${second} ]]` : `[${first} . ${second}]`,
    );
    const document = fc
      .array(fc.oneof(row, table, fc.constantFrom("", "# note", "  ")), { maxLength: 12 })
      .chain((lines) => fc.constantFrom("\n", "\r\n").map((end) => lines.join(end)));
    fc.assert(
      fc.property(document, (source) => {
        fc.pre(parses(source));
        expectPlaces(source);
      }),
      { numRuns: 500 },
    );
  });
});

/** At each place stands what smol-toml read there: the name of the key, the digits of a number. */
function expectPlaces(source: string): void {
  const lines = source.split("\n");
  const places = placesOf(source);
  const textAt = ({ line, column }: { line: number; column: number }): string =>
    (lines[line - 1] ?? "").slice(column - 1);
  const astray = [...walk(parse(source))].filter(({ path, value }) => {
    const key = path.at(-1);
    const keyText = textAt(places.key(path)).replace(/^["']/, "");
    if (typeof key === "string" && !keyText.startsWith(key)) return true;
    return Number.isFinite(value) && !textAt(places.value(path)).startsWith(String(value));
  });
  expect(astray).toEqual([]);
}

function parses(source: string): boolean {
  try {
    parse(source);
    return true;
  } catch {
    return false;
  }
}

function said({ line, column }: { line: number; column: number }): string {
  return `${line}:${column}`;
}
