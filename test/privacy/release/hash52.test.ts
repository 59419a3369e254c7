import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { hash52, pair52 } from "../../../src/privacy/release/hash52.ts";
import { createSketch, estimate, rankOf, registerOf } from "../../../src/privacy/release/sketch.ts";

const HEX = "0123456789abcdef";

/** What ClickHouse 26.7 answers to `SELECT cityHash64(…)`; test/clickhouse asks it much more. */
const TEXTS: readonly (readonly [text: string, hash: bigint])[] = [
  ["", 11160318154034397263n],
  ["a", 2603192927274642682n],
  ["abc", 4220206313085259313n],
  ["abcd", 17823623939509273229n],
  ["abcdefgh", 4864636163090995991n],
  ["abcdefghi", 7406163328168016081n],
  [HEX, 692747204941329175n],
  [`${HEX}g`, 792568009951096890n],
  [HEX.repeat(2), 1759797222395115254n],
  [`${HEX.repeat(2)}g`, 4759647983374658989n],
  ["01234567-89ab-cdef-0123-456789abcdef", 11436670949570265678n],
  [HEX.repeat(4), 2761429772394894929n],
  [`${HEX.repeat(4)}g`, 3007465168035330452n],
  [HEX.repeat(8), 8131297151614411703n],
  [`${HEX.repeat(8)}g`, 11394237341110238936n],
  ["Grüße aus Zürich", 12994741282339476587n],
  ["日本語", 5776957501009789629n],
];

const NUMBERS: readonly (readonly [number: number, hash: bigint])[] = [
  [0, 4761183170873013810n],
  [1, 6233777482909279950n],
  [-1, 17864751437845433303n],
  [0.1, 1373127470233743201n],
  [1e308, 4691246714071726761n],
  [2 ** 53, 16122660441024552517n],
];

const lower52 = (hash: bigint): number => Number(BigInt.asUintN(52, hash));

describe("a hash is the lower 52 bits of ClickHouse's cityHash64", () => {
  test.each(TEXTS)("of the text %j", (text, hash) => {
    expect(hash52(text)).toBe(lower52(hash));
  });

  test.each(NUMBERS)("of the double %d", (number, hash) => {
    expect(hash52(number)).toBe(lower52(hash));
  });
});

describe("a hash", () => {
  test("is the same after others, and whether a text lies by itself or in another", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary", maxLength: 100 }), fc.string(), (text, other) => {
        const hash = hash52(text);
        hash52(other);
        expect(hash52(`${other}${text}`.slice(other.length))).toBe(hash);
      }),
    );
  });

  test("takes half of a surrogate pair for U+FFFD, as an encoder of UTF-8 does", () => {
    expect(hash52("a\ud800b")).toBe(hash52("a\ufffdb"));
    expect(hash52("\udc00".repeat(1_500))).toBe(hash52("\ufffd".repeat(1_500)));
  });

  test("does not tell -0 from 0", () => {
    expect(hash52(-0)).toBe(hash52(0));
  });

  test("tells a number, a truth and their texts apart", () => {
    const values = [0, 1, "0", "1", true, false, "true", "false", ""];
    expect(new Set(values.map(hash52)).size).toBe(values.length);
  });

  test("of a pair depends on the order", () => {
    expect(pair52(hash52("a"), hash52("b"))).not.toBe(pair52(hash52("b"), hash52("a")));
  });
});

describe("hashes are spread so evenly that a sketch is good to 5 %", () => {
  const COUNT = 50_000;
  const KINDS: Readonly<Record<string, (at: number) => number>> = {
    "whole numbers": hash52,
    halves: (at) => hash52(at / 2),
    "short words": (at) => hash52(at.toString(36)),
    "ids that differ at the end": (at) =>
      hash52(`01234567-89ab-cdef-0123-${String(at).padStart(12, "0")}`),
    "long texts": (at) => hash52(`${HEX.repeat(5)}${at}${HEX}`),
    "texts beyond ASCII": (at) => hash52(`größe ${at}`),
    "pairs of one person": (at) => pair52(hash52("somebody"), hash52(at)),
    "pairs of one value": (at) => pair52(hash52(`person ${at}`), hash52(true)),
    "pairs of few people and few values": (at) =>
      pair52(hash52(at % 250), hash52(`${Math.trunc(at / 250)}`)),
    "pairs of the same twice": (at) => pair52(hash52(at), hash52(at)),
  };
  test.each(Object.entries(KINDS))("%s", (_, hashOf) => {
    const growing = createSketch();
    for (let at = 0; at < COUNT; at += 1) growing.add(hashOf(at));
    const error = estimate(growing.sketch()) / COUNT - 1;
    expect(Math.abs(error)).toBeLessThan(0.05);
  });
});

describe("a hash in a sketch", () => {
  test("chooses a register by its lower twelve bits", () => {
    expect([0, 1, 4_095, 4_096, 2 ** 52 - 1].map(registerOf)).toEqual([0, 1, 4_095, 0, 4_095]);
  });

  test.each(Array.from({ length: 40 }, (_, at) => at))(
    "has the rank 40 - %d where its first one stands there above them",
    (at) => {
      const first = 2 ** (12 + at);
      expect([first, first + 4_095, 2 * first - 1].map(rankOf)).toEqual([
        40 - at,
        40 - at,
        40 - at,
      ]);
    },
  );

  test("has the rank 41 where none stands above them", () => {
    expect([0, 1, 2_048, 4_095].map(rankOf)).toEqual([41, 41, 41, 41]);
  });
});
