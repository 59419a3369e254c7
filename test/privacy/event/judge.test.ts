import { assert, constantFrom, jsonValue, property } from "fast-check";
import { describe, expect, test } from "vitest";
import type { Catalogue, PropertyType } from "../../../src/event/catalogue.ts";
import { judgeEvent } from "../../../src/privacy/event/judge.ts";

const kind = (name: "boolean" | "text" | "semver"): PropertyType => ({
  form: "kind",
  kind: name,
  nullable: false,
});
const catalogue: Catalogue = {
  form: "capture",
  name: "event",
  closed: true,
  common: new Map([["version", kind("semver")]]),
  events: new Map([
    [
      "started",
      new Map<string, PropertyType>([
        ["ok", kind("boolean")],
        ["note", kind("text")],
        ["prompt", kind("text")],
        [
          "client",
          { form: "object", nullable: false, properties: new Map([["ok", kind("boolean")]]) },
        ],
      ]),
    ],
  ]),
  flags: new Map([["memory", ["control", "test"]]]),
};

const judge = (body: Record<string, unknown>, closed = true): string[] =>
  judgeEvent(
    { name: String(body["event"]), body, line: 1, index: 0 },
    { ...catalogue, closed },
  ).map(({ rule, pointer }) => `${rule} ${pointer}`);
const carrying = (properties: unknown): string[] => judge({ event: "started", properties });

describe("judgeEvent", () => {
  test.each([
    ["declared values pass", { ok: true, version: "v1.2.3", client: { ok: false } }, []],
    [
      "a nested name is declared too",
      { client: { no: 1 } },
      ["event.unknown-property properties.client.no"],
    ],
    ["a boolean or a variant of a flag", { "$feature/memory": "test" }, []],
    [
      "another variant",
      { "$feature/memory": "x" },
      ["event.unknown-value properties.$feature/memory"],
    ],
    [
      "another flag is not shown",
      { "$feature/acme": true },
      ["event.unknown-property properties.$feature/*"],
    ],
    [
      "a path is a warning in plain text, and still found",
      { note: "/opt/x" },
      ["path.absolute-path properties.note"],
    ],
    ["plain text under a telling name", { prompt: "x" }, ["key.forbidden-key properties.prompt"]],
    [
      "a list is no declared value",
      { ok: ["a@b.com"] },
      ["event.wrong-type properties.ok", "pii.email properties.ok.0"],
    ],
    ["properties that are no object", "x", ["event.wrong-type properties"]],
  ])("%s", (_, properties, found) => {
    expect(carrying(properties)).toEqual(found);
  });

  test("an undeclared object is one finding, and each leaf its own", () => {
    expect(carrying({ extra: { deep: ["a@b.com", "a@b.com"] } })).toEqual([
      "event.unknown-property properties.extra",
      "pii.email properties.extra.deep.1",
      "pii.email properties.extra.deep.0",
    ]);
  });

  test("a name that is data is not shown", () => {
    const found = carrying({ "jane@example.com": 1 });
    expect(found).toEqual(["key.dynamic-key properties.*", "event.unknown-property properties.*"]);
  });

  test("the envelope is exempt, what stands beside it is not", () => {
    const envelope = { uuid: "a@b.com", distinct_id: "a@b.com", team_id: 1 };
    expect(judge({ event: "started", ...envelope, $set: { email: "a@b.com" } })).toContain(
      "pii.email $set.email",
    );
    expect(judge({ event: "started", ...envelope })).toEqual([]);
  });

  test("an undeclared event is one finding, and its properties are judged", () => {
    expect(judge({ event: "toString", properties: { version: "1.2.3", ok: true } })).toEqual([
      "event.unknown-event event",
      "event.unknown-property properties.ok",
    ]);
  });

  test("an open log is judged by the string rules alone", () => {
    const properties = { anything: "a@b.com", "$feature/acme": true };
    expect(judge({ event: "x", properties }, false)).toEqual(["pii.email properties.anything"]);
  });

  test("inherited names are names like others", () => {
    const properties: unknown = JSON.parse('{"__proto__":{"x":"a@b.com"},"constructor":1}');
    expect(carrying(properties)).toEqual([
      "event.unknown-property properties.__proto__",
      "event.unknown-property properties.constructor",
      "pii.email properties.__proto__.x",
    ]);
  });

  test("100,000 levels neither overflow nor cost more than they hold", () => {
    const depth = 100_000;
    const deep = `${'{"content":'.repeat(depth)}"a@b.com"${"}".repeat(depth)}`;
    const begun = performance.now();
    expect(carrying(JSON.parse(deep)).length).toBeLessThan(200);
    expect(performance.now() - begun).toBeLessThan(5_000);
  });

  test("no judgement holds a value", () => {
    assert(
      property(
        jsonValue({ maxDepth: 4 }),
        constantFrom("ok", "note", "x", "$feature/memory"),
        (value, at) => {
          const canary = "CNRY-7Q2M3N4P";
          const planted: unknown = JSON.parse(
            JSON.stringify({ [at]: [value, canary, { a: `${canary} at a@b.com` }] }),
          );
          const event = {
            name: canary,
            body: { event: canary, properties: planted, top: canary },
            line: 1,
            index: 0,
          };
          expect(JSON.stringify(judgeEvent(event, catalogue))).not.toContain(canary);
        },
      ),
    );
  });
});

test.each([
  ["078-05-1120", "warning"],
  ["SSN 078-05-1120", "error"],
  ["AB123456C", "warning"],
  ["national insurance AB123456C", "error"],
  ["ABCPE1234F", "warning"],
  ["900101-1234567", "warning"],
  ["dni=12345678Z", "error"],
  ["078-05-1120, SSN 219-09-9999", "error"],
])("the national number of %j is a %s", (note, severity) => {
  const body = { event: "started", properties: { note } };
  const found = judgeEvent({ name: "started", body, line: 1, index: 0 }, catalogue);
  expect(found).toContainEqual(expect.objectContaining({ rule: "pii.national-id", severity }));
});

/** So deep that all texts share a pointer. */
function buried(texts: readonly string[]): unknown {
  let value: unknown = texts;
  for (let depth = 0; depth < 40; depth += 1) value = { a: value };
  return value;
}

test("of two findings in one place the graver counts", () => {
  for (const texts of [
    ["078-05-1120", "SSN 219-09-9999"],
    ["SSN 219-09-9999", "078-05-1120"],
  ]) {
    const body = { event: "started", properties: { other: buried(texts) } };
    const found = judgeEvent({ name: "started", body, line: 1, index: 0 }, catalogue);
    const own = found.filter(({ rule }) => rule === "pii.national-id");
    expect(own.map(({ severity }) => severity)).toEqual(["error"]);
  }
});
