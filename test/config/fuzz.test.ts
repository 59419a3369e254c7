import { readFileSync } from "node:fs";
import { join } from "node:path";
import * as fc from "fast-check";
import { stringify } from "smol-toml";
import { expect, test } from "vitest";
import { parseConfig } from "../../src/config/parse.ts";
import { OpsError } from "../../src/errors.ts";

const FIXTURES = join(import.meta.dirname, "../../fixtures/config");
const contract = readFileSync(join(FIXTURES, "contract.toml"), "utf8");
const words = [...new Set(contract.match(/[A-Za-z_$-]+|\d+|\S/g))];

/** Takes the text, or refuses it with a place for every problem: nothing else is allowed. */
function expectAnswer(text: string): void {
  const error = answer(text);
  if (error === undefined) return;
  const lines = text.replace(/^\uFEFF/, "").split("\n");
  const astray = error.diagnostics.filter(({ line = 0, column = 0, message, hint }) => {
    const inside = line > 0 && line <= lines.length && column > 0;
    const reached = inside && column <= (lines[line - 1] ?? "").length + 2;
    return !reached || !/^[A-Z].*[^.]$/s.test(message) || hint === undefined || hint === "";
  });
  expect({ kind: error.kind, astray }).toEqual({ kind: "config", astray: [] });
  expect(error.diagnostics).not.toEqual([]);
}

function answer(text: string): OpsError | undefined {
  try {
    parseConfig(text, { file: "assay.toml" });
    return undefined;
  } catch (error) {
    if (error instanceof OpsError) return error;
    throw error;
  }
}

test("any text is taken or refused, never a bug", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary" }), (text) => {
      expectAnswer(text);
    }),
  );
});

test("words of a config in any order are taken or refused", () => {
  const token = fc.constantFrom(
    ...words,
    "\n",
    "\n",
    " = ",
    "[",
    "]",
    "[[",
    "]]",
    "{",
    "}",
    "__proto__",
    "constructor",
  );
  fc.assert(
    fc.property(fc.array(token, { maxLength: 40 }), (tokens) => {
      expectAnswer(tokens.join(" "));
    }),
    { numRuns: 500 },
  );
});

test("a good config with any piece exchanged is taken or refused", () => {
  const piece = fc.oneof(
    fc.constantFrom(...words, "", "\n", "nan", "{}", "[]", '""', "1979-05-27", "-1"),
    fc.string(),
  );
  const start = fc.nat({ max: contract.length });
  fc.assert(
    fc.property(start, fc.nat({ max: 40 }), piece, (from, length, put) => {
      expectAnswer(contract.slice(0, from) + put + contract.slice(from + length));
    }),
    { numRuns: 500 },
  );
});

test("any tables under the known names are taken or refused", () => {
  const tables = ["posthog", "environments", "flags", "experiments", "log", "events", "metrics"];
  const key = fc.oneof(
    fc.constantFrom(...words.filter((word) => /^[a-z_]+$/.test(word)), "__proto__", "toString"),
    fc.string(),
  );
  const { value } = fc.letrec((tie) => ({
    value: fc.oneof(
      { depthSize: "small" },
      fc.oneof(fc.string(), fc.double(), fc.boolean(), fc.integer(), fc.constantFrom(...words)),
      fc.array(tie("value"), { maxLength: 4 }),
      fc.dictionary(key, tie("value"), { maxKeys: 5 }),
    ),
  }));
  const document = fc.dictionary(
    fc.constantFrom(...tables),
    fc.dictionary(key, value, { maxKeys: 5 }),
  );
  fc.assert(
    fc.property(document, (said) => {
      expectAnswer(stringify(said));
    }),
    { numRuns: 500 },
  );
});
