import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { createMarks, mergeMarks, repeats } from "../../src/privacy/self-leak.ts";

const marksOf = (rule: string, value: unknown, pointer = "properties.mail") => {
  const marks = createMarks("key");
  marks.add(rule, { properties: { mail: value, "a\nb": value } }, pointer);
  return marks.marks;
};

describe("a report that repeats", () => {
  test("a value that was found is recognised, wherever it stands", () => {
    const text = fc.string({ minLength: 8, maxLength: 40, unit: "grapheme" });
    fc.assert(
      fc.property(text, fc.string(), fc.string(), (value, before, after) => {
        expect(repeats(before + value + after, marksOf("pii.email", value), "key")).toBe(true);
      }),
    );
  });

  test("it as JSON writes it is recognised too", () => {
    const marks = marksOf("secret.jwt", 'two\nlines "quoted"');
    expect(repeats(JSON.stringify({ at: 'two\nlines "quoted"' }), marks, "key")).toBe(true);
  });

  test("it under a name that is data is recognised too", () => {
    const marks = marksOf("pii.email", "jane@example.com", "properties.*");
    expect(repeats("to jane@example.com", marks, "key")).toBe(true);
  });
});

test("a value of any length is recognised whole, and not by its beginning", () => {
  const value = `sk-${"FAKEdead".repeat(20)}`;
  const marks = marksOf("secret.openai-key", value);
  expect(repeats(`x${value}x`, marks, "key")).toBe(true);
  expect(repeats(`x${value.slice(0, -1)}x`, marks, "key")).toBe(false);
});

test.each(["id.uuid", "id.opaque-id", "net.hostname", "text.encoded-blob"])(
  "what %s found is recognised",
  (rule) => {
    const value = "5e4324b6-f9dc-4c5f-9af0-3d01c11d9ae2";
    expect(repeats(`at ${value}`, marksOf(rule, value), "key")).toBe(true);
  },
);

test("one identifier, said ever so often, leaves room for others", () => {
  const marks = createMarks("key");
  for (let at = 0; at < 2_000; at += 1) marks.add("id.uuid", { id: "user_2fAkE9x8y7Z6" }, "id");
  marks.add("id.opaque-id", { id: "user_3gBlF0y9z8A7" }, "id");
  expect(repeats("it is user_3gBlF0y9z8A7", marks.marks, "key")).toBe(true);
});

describe("a value is remembered where it stands", () => {
  const mail = "jane@example.com";
  test.each([
    ["under a name with dots", { "a.b": { "c.d": mail } }, "a.b.c.d"],
    ["in a list", { to: [{ mail }] }, "to.0.mail"],
    ["of a flag that is not declared", { "$feature/x": mail }, "$feature/*"],
    ["below the deepest pointer", { a: { b: { c: mail } } }, "a"],
    ["among others", { a: { b: [mail, "open settings"] } }, "a"],
  ])("%s", (_, body, pointer) => {
    const marks = createMarks("key");
    marks.add("pii.email", { properties: body }, `properties.${pointer}`);
    expect(repeats(`to ${mail}`, marks.marks, "key")).toBe(true);
    expect(repeats("open settings", marks.marks, "key")).toBe(false);
  });

  test("in a name that is data", () => {
    const marks = createMarks("key");
    marks.add("key.dynamic-key", { properties: { [mail]: 1, "two words": 2 } }, "properties.*");
    expect(repeats(`to ${mail}`, marks.marks, "key")).toBe(true);
    expect(repeats("two words", marks.marks, "key")).toBe(false);
  });

  test("and not beside it, under a name that a report shows", () => {
    const marks = createMarks("key");
    const beside = { [mail]: mail, workspace: "user_2fAkE9x8y7Z6" };
    marks.add("pii.email", { properties: beside }, "properties.*");
    expect(repeats("user_2fAkE9x8y7Z6", marks.marks, "key")).toBe(false);
  });
});

describe("what a report says of itself is no value of the log", () => {
  const value = "user_2fAkE9x8y7Z6";
  const marks = marksOf("id.opaque-id", value);
  test.each([
    ["a declared name", value],
    ["a declared name that holds it", `my-${value}-flag`],
  ])("%s", (_, word) => {
    expect(repeats(`on ${word}`, marks, "key", ["other", word])).toBe(false);
  });

  test("as JSON writes it", () => {
    const quoted = marksOf("pii.email", 'the "jane@example.com"');
    const report = JSON.stringify(['the "jane@example.com"']);
    expect(repeats(report, quoted, "key", ['the "jane@example.com"'])).toBe(false);
  });

  test("but two of its words do not make one", () => {
    expect(repeats(`on ${value}`, marks, "key", ["user_", "2fAkE9x8y7Z6"])).toBe(true);
  });

  test("and another value is found beside it", () => {
    const both = mergeMarks([marks, marksOf("pii.email", "jane@example.com")]);
    expect(repeats(`${value} jane@example.com`, both, "key", [value])).toBe(true);
  });
});

describe("a value is recognised as a format writes it", () => {
  const value = `<a_b@example.com> & "c" 'd' 50%`;
  test.each([
    ["HTML", "&lt;a_b@example.com&gt; &amp; &quot;c&quot; &#39;d&#39; 50%"],
    ["XML", "&lt;a_b@example.com&gt; &amp; &quot;c&quot; 'd' 50%"],
    ["Markdown", `&lt;a\\_b@example.com&gt; &amp; "c" 'd' 50%`],
    ["a workflow's command", `<a_b@example.com> & "c" 'd' 50%25`],
    ["JSON", `<a_b@example.com> & \\"c\\" 'd' 50%`],
  ])("%s", (_, written) => {
    expect(repeats(`it is ${written}.`, marksOf("pii.email", value), "key")).toBe(true);
  });
});

test("many identifiers leave room for a secret", () => {
  const marks = createMarks("key");
  for (let at = 0; at < 7_000; at += 1)
    marks.add("id.opaque-id", { id: `user_2fAkE9x${at}` }, "id");
  marks.add("secret.jwt", { id: "one secret" }, "id");
  expect(repeats("it is one secret", marks.marks, "key")).toBe(true);
});

test("a canary is no word of a report, whoever planted it", () => {
  expect(repeats("at CNRY-ABCDEFGH23456723 in", new Map(), "key")).toBe(true);
  expect(repeats("CNRY- is how a canary begins", new Map(), "key")).toBe(false);
});

test("a report is read once for each length of a beginning, however long the values are", () => {
  const marks = createMarks("key");
  for (let at = 0; at < 500; at += 1) marks.add("secret.jwt", { id: "abc".repeat(at + 3) }, "id");
  expect(marks.marks.size).toBeLessThanOrEqual(32);
});

describe("a report that repeats nothing", () => {
  test.each([
    ["no value of 8 characters", "a@b.co", "pii.email", "a@b.co"],
    ["a part of a value", "jane@example.com", "pii.email", "jane@example"],
    ["what our own words could be", "closed shape", "event.unknown-value", "closed shape"],
    ["a number", 123456789, "pii.phone", "123456789"],
  ])("%s", (_, value, rule, text) => {
    expect(repeats(text, marksOf(rule, value), "key")).toBe(false);
  });

  test("by chance is not taken for one that does", () => {
    const marks = marksOf("pii.email", "jane@example.com");
    fc.assert(
      fc.property(fc.string({ maxLength: 300 }), (text) => {
        expect(repeats(text, marks, "key")).toBe(text.includes("jane@example.com"));
      }),
    );
  });
});

test("marks hold no value, and those of two logs are together", () => {
  const both = mergeMarks([
    marksOf("pii.email", "jane@example.com"),
    marksOf("pii.email", "john@example.com"),
  ]);
  expect(JSON.stringify([...both].map(([, hashes]) => [...hashes]))).not.toContain("example");
  for (const name of ["jane", "john"])
    expect(repeats(`mail ${name}@example.com`, both, "key")).toBe(true);
});
