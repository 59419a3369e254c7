import { expect, test } from "vitest";
import { parseConfig } from "../../src/config/parse.ts";

const typeOf = (written: string): unknown =>
  parseConfig(`[events.a]\nb = ${written}`, { file: "assay.toml" })
    .catalogue.events.get("a")
    ?.get("b");

const text = { form: "kind", kind: "text", nullable: false };

test.each([
  ['"text"', text],
  ['"user-agent"', { form: "kind", kind: "user-agent", nullable: false }],
  ['[true, 5, "text"]', { form: "literals", literals: [true, 5, "text"], nullable: false }],
  [
    '{ any = ["semver", "unknown", 0] }',
    { form: "any", kinds: ["semver"], literals: ["unknown", 0], nullable: false },
  ],
  [
    '{ any = ["semver"], null = true }',
    { form: "any", kinds: ["semver"], literals: [], nullable: true },
  ],
  ['{ pattern = "[a-z]+" }', { form: "pattern", pattern: "[a-z]+", nullable: false }],
  ['{ type = "text", null = true }', { ...text, nullable: true }],
  ['{ type = "text", null = false }', text],
  ['{ type = ["a"], null = true }', { form: "literals", literals: ["a"], nullable: true }],
  ["{}", { form: "object", properties: new Map(), nullable: false }],
  ['{ x = "text" }', { form: "object", properties: new Map([["x", text]]), nullable: false }],
  ['{ type = "text" }', { form: "object", properties: new Map([["type", text]]), nullable: false }],
  [
    '{ length = { x = "text" } }',
    {
      form: "object",
      properties: new Map([
        ["length", { form: "object", properties: new Map([["x", text]]), nullable: false }],
      ]),
      nullable: false,
    },
  ],
  [
    '{ type = { any = "text" }, null = true }',
    { form: "object", properties: new Map([["any", text]]), nullable: true },
  ],
])("the type %s", (written, type) => {
  expect(typeOf(written)).toEqual(type);
});

test("declared flags and experiments are what $feature may name", () => {
  const config = parseConfig(
    "[flags.plain]\n[experiments.local]\nremote = false\n[flags.many]\nvariants = [{ key = 'x', share = 100 }]",
    { file: "assay.toml" },
  );
  expect(config.catalogue.flags).toEqual(
    new Map([
      ["plain", []],
      ["many", ["x"]],
      ["local", ["control", "test"]],
    ]),
  );
});
