import { expect, test } from "vitest";
import { fieldAt, fieldsOf } from "../../src/metrics/path.ts";

test.each([
  ["a", { a: 1 }, 1],
  ["a.b.c", { a: { b: { c: "deep" } } }, "deep"],
  ["a.b", { a: null }, undefined],
  ["a.b", { "a.b": 1 }, undefined],
  ["a.length", { a: "text" }, undefined],
  ["a.length", { a: [1, 2] }, undefined],
  ["a.0", { a: ["first"] }, undefined],
  ["constructor", {}, undefined],
  ["toString.name", {}, undefined],
  ["__proto__.polluted", {}, undefined],
])("path %s in %j finds %j", (path, body, found) => {
  expect(fieldAt(path)(body)).toBe(found);
});

test("a path finds an own property whatever its name", () => {
  expect(fieldAt("__proto__.a")(JSON.parse('{"__proto__":{"a":1}}'))).toBe(1);
});

test("a path starts at the event in a stream and at its properties in a capture", () => {
  const body = { event: "x", model: "top", properties: { model: "inside" } };
  expect(fieldsOf("stream")("model")(body)).toBe("top");
  expect(fieldsOf("capture")("model")(body)).toBe("inside");
  expect(fieldsOf("capture")("properties.model")(body)).toBe("inside");
  expect(fieldsOf("capture")("model")({ properties: "none" })).toBe(undefined);
});
