import * as fc from "fast-check";
import { parse } from "smol-toml";
import { describe, expect, test } from "vitest";
import { OpsError } from "../../src/errors.ts";
import { editToml } from "../../src/config/edit.ts";

describe("the law of edits", () => {
  const key = fc.constantFrom("a", "b", "c d", "é.x");
  const scalar = fc.oneof(
    fc.integer(),
    fc.boolean(),
    fc.string(),
    fc.double({ noNaN: true, noDefaultInfinity: true }),
  );
  const value = fc.letrec<{ value: unknown }>((tie) => ({
    value: fc.oneof(
      { depthSize: "small", withCrossShrink: true },
      scalar,
      fc.array(scalar, { maxLength: 3 }),
      fc.dictionary(key, tie("value"), { maxKeys: 3 }),
      fc.array(fc.dictionary(key, tie("value"), { maxKeys: 3 }), { maxLength: 3 }),
    ),
  })).value;
  const table = fc.dictionary(key, value, { maxKeys: 3 });

  test("afterwards the text says what was asked, and everything else as before", () => {
    let refusals = 0;
    const runs = 600;
    fc.assert(
      fc.property(table, table, fc.infiniteStream(fc.nat(3)), (held, wanted, ways) => {
        const style = (): number => ways.next().value ?? 0;
        const before = [
          "# before",
          "[first]",
          "x = 1 # x",
          ...written(["t"], held, style),
          "[last]",
          "y = 2 # y",
          "",
        ].join("\n");
        expect(parse(before)).toEqual(
          parse(`first.x = 1\nlast.y = 2\n${written(["t"], held, () => 0).join("\n")}`),
        );
        const after = edited(before, wanted);
        if (after === undefined) {
          refusals += 1;
          return;
        }
        expect(JSON.parse(JSON.stringify(parse(after)))).toEqual(
          JSON.parse(JSON.stringify({ first: { x: 1 }, t: wanted, last: { y: 2 } })),
        );
        for (const comment of ["# before", "# x", "# y"]) expect(after).toContain(comment);
      }),
      { numRuns: runs },
    );
    expect(refusals / runs).toBeLessThan(0.2);
  });
});

/** Undefined where the edit is refused. */
function edited(text: string, wanted: unknown): string | undefined {
  try {
    return editToml(text, ["t"], wanted);
  } catch (error) {
    if (error instanceof OpsError) return undefined;
    throw error;
  }
}

/** A table in TOML, every part of it in one of four styles. */
function written(
  path: readonly string[],
  table: Readonly<Record<string, unknown>>,
  style: () => number,
): string[] {
  const at = path.map(quoted).join(".");
  const rows: string[] = [];
  const blocks: string[] = [];
  for (const [key, value] of Object.entries(table)) {
    const way = style();
    const isTable = typeof value === "object" && value !== null && !Array.isArray(value);
    const isTables =
      Array.isArray(value) && value.length > 0 && value.every((each) => typeof each === "object");
    if (isTable && way === 1) blocks.push(...written([...path, key], { ...value }, style));
    else if (isTable && way === 2 && Object.keys(value).length > 0)
      for (const [inner, held] of Object.entries(value))
        rows.push(`${quoted(key)}.${quoted(inner)} = ${flat(held)}`);
    else if (isTables && way === 1)
      for (const each of value)
        blocks.push(
          `[[${at}.${quoted(key)}]] # one`,
          ...Object.entries({ ...each }).map(([inner, held]) => `${quoted(inner)} = ${flat(held)}`),
        );
    else if (Array.isArray(value) && way === 3)
      rows.push(`${quoted(key)} = [`, ...value.map((each) => `  ${flat(each)}, # here`), "]");
    else rows.push(`${quoted(key)} = ${flat(value)}`);
  }
  return [`[${at}]`, ...rows, ...blocks];
}

const quoted = (key: string): string => JSON.stringify(key);

function flat(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(flat).join(", ")}]`;
  if (typeof value === "object" && value !== null)
    return `{ ${Object.entries(value)
      .map(([key, held]) => `${quoted(key)} = ${flat(held)}`)
      .join(", ")} }`;
  if (typeof value === "number" && Number.isInteger(value) && !Number.isSafeInteger(value))
    return value.toExponential();
  return JSON.stringify(value).replaceAll("\u007f", "\\u007f");
}
