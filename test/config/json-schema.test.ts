import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "smol-toml";
import { expect, test } from "vitest";
import { jsonSchema } from "../../src/config/json-schema.ts";
import { isTable, listOf, tableOf, walk } from "../../src/config/tree.ts";

const schema = tableOf(jsonSchema());
const nodes = [...walk(schema)];

test("it is draft 7, which editors read", () => {
  expect(schema["$schema"]).toBe("http://json-schema.org/draft-07/schema#");
});

test("tables with known keys take no others", () => {
  const open = nodes.filter(
    ({ value }) => isTable(tableOf(value)["properties"]) && tableOf(value)["type"] === "object",
  );
  expect(open.length).toBeGreaterThan(20);
  expect(open.filter(({ value }) => tableOf(value)["additionalProperties"] !== false)).toEqual([]);
});

test("every key says what it is for", () => {
  const keys = nodes.filter(({ path }) => path.at(-2) === "properties");
  expect(keys.length).toBeGreaterThan(80);
  expect(keys.filter(({ value }) => !described(value)).map(({ path }) => path.join("."))).toEqual(
    [],
  );
});

/** Described itself, or by what it points at. */
function described(value: unknown): boolean {
  const { description, $ref, allOf } = tableOf(value);
  return typeof description === "string" || $ref !== undefined || listOf(allOf).some(described);
}

test("it knows every table and key of the contract's example", () => {
  const file = join(import.meta.dirname, "../../fixtures/config/contract.toml");
  const said = [...walk(parse(readFileSync(file, "utf8")))].filter(
    ({ path }) =>
      path.length === 2 &&
      ["posthog", "log", "cache", "telemetry", "privacy"].includes(String(path[0])),
  );
  const unknown = said.filter(({ path: [table = "", key = ""] }) => {
    const known = tableOf(tableOf(tableOf(schema["properties"])[table])["properties"]);
    return !Object.hasOwn(known, key);
  });
  expect(said.length).toBeGreaterThan(10);
  expect(unknown).toEqual([]);
});

test("it holds no value that JSON cannot say, and no two calls differ", () => {
  expect(JSON.parse(JSON.stringify(schema))).toEqual(schema);
  expect(jsonSchema()).toEqual(schema);
});
