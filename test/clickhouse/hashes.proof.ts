import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { hash52, pair52 } from "../../src/privacy/release/hash52.ts";
import * as sketch from "../../src/privacy/release/sketch.ts";
import * as sql from "../../src/pushdown/hashes.ts";
import { engines } from "./engines.ts";

const COUNT = 100_000;
const some = <T>(arbitrary: fc.Arbitrary<T>): T[] => fc.sample(arbitrary, { numRuns: COUNT });

/** Bytes, as an engine is told them. */
const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString("hex");
const ofText = (text: string): string => hex(new TextEncoder().encode(text));
const ofNumber = (number: number): string => hex(new Uint8Array(Float64Array.of(number).buffer));

/** The bytes of a row's column. */
const part = (column: number): string => `unhex(splitByChar(':', row)[${column + 1}])`;

/** What an expression makes of each row. */
async function asked(expression: string, rows: readonly (readonly string[])[]): Promise<unknown[]> {
  const table = rows.map((row) => row.join(":")).join(",");
  const found = await engines[0]?.rows(
    `SELECT ${expression} FROM (SELECT arrayJoin(splitByChar(',', '${table}')) AS row)
     SETTINGS max_query_size = 1000000000`,
  );
  return (found ?? []).map(([value]) => Number(value));
}

/** The rows for which the engine says something else, as few as tell what is wrong. */
const differing = <T>(
  given: readonly T[],
  told: readonly unknown[],
  own: (one: T) => number,
): T[] => given.filter((one, at) => told[at] !== own(one)).slice(0, 5);

const pair = sql.pairHash(sql.textHash(part(0)), sql.textHash(part(1)));
const own = ([left, right]: readonly [string, string]): number =>
  pair52(hash52(left), hash52(right));

describe("an engine's hash is ours", () => {
  const TEXTS: Readonly<Record<string, fc.Arbitrary<string>>> = {
    "of ASCII": fc.string({ unit: "grapheme-ascii", maxLength: 80 }),
    "of all of Unicode, halves of pairs too": fc.string({ unit: "binary", maxLength: 40 }),
    ids: fc.uuid(),
  };

  test.each(Object.entries(TEXTS))("for texts %s", async (_, arbitrary) => {
    const texts = some(arbitrary);
    const told = await asked(
      sql.textHash(part(0)),
      texts.map((text) => [ofText(text)]),
    );
    expect({ count: told.length, wrong: differing(texts, told, hash52) }).toEqual({
      count: COUNT,
      wrong: [],
    });
  });

  test("for a text of every length up to 3,000", async () => {
    const texts = Array.from({ length: 3_000 }, (_, length) =>
      Array.from({ length }, (__, at) => String.fromCharCode(32 + ((at * at + length) % 95))).join(
        "",
      ),
    ).flatMap((text) => [text, `${text}é`]);
    const told = await asked(
      sql.textHash(part(0)),
      texts.map((text) => [ofText(text)]),
    );
    expect({ count: told.length, wrong: differing(texts, told, hash52) }).toEqual({
      count: 6_000,
      wrong: [],
    });
  });

  test("for numbers", async () => {
    const edges = [
      0,
      -0,
      1,
      -1,
      0.1,
      5e-324,
      -5e-324,
      2 ** 53,
      -(2 ** 53),
      1e308,
      Infinity,
      -Infinity,
    ];
    const numbers = [
      ...edges,
      ...some(fc.oneof(fc.integer(), fc.maxSafeInteger(), fc.double({ noNaN: true }))),
    ];
    const told = await asked(
      sql.numberHash(`reinterpretAsFloat64(${part(0)})`),
      numbers.map((number) => [ofNumber(number)]),
    );
    expect({ count: told.length, wrong: differing(numbers, told, hash52) }).toEqual({
      count: COUNT + edges.length,
      wrong: [],
    });
  });

  test("for true and false", async () => {
    expect(await asked(sql.booleanHash(`${part(0)} = 'a'`), [[ofText("a")], [""]])).toEqual([
      hash52(true),
      hash52(false),
    ]);
  });

  test("for pairs, and so are its register and its rank", async () => {
    const pairs = some(fc.tuple(fc.uuid(), fc.oneof(fc.uuid(), fc.string())));
    const rows = pairs.map(([left, right]) => [ofText(left), ofText(right)]);
    const wrong = {
      hash: differing(pairs, await asked(pair, rows), own),
      register: differing(pairs, await asked(sql.registerOf(pair), rows), (each) =>
        sketch.registerOf(own(each)),
      ),
      rank: differing(pairs, await asked(sql.rankOf(pair), rows), (each) =>
        sketch.rankOf(own(each)),
      ),
    };
    expect(wrong).toEqual({ hash: [], register: [], rank: [] });
  });

  test("for the rank of a hash whose first one stands anywhere", async () => {
    const hashes = [0, 1, 4_095, 2 ** 52 - 1].concat(
      Array.from({ length: 52 }, (_, at) => [2 ** at, 2 ** at + 1, 2 ** (at + 1) - 1]).flat(),
    );
    const told = await asked(
      sql.rankOf(`toUInt64(${part(0)})`),
      hashes.map((hash) => [ofText(String(hash))]),
    );
    expect({ count: told.length, wrong: differing(hashes, told, sketch.rankOf) }).toEqual({
      count: hashes.length,
      wrong: [],
    });
  });
});
