import { describe, expect, test } from "vitest";
import { judgeEvent } from "../../../src/privacy/event/judge.ts";
import { exampleCatalogue, sent } from "../../../src/privacy/event/rule.ts";
import { forbiddenKey } from "../../../src/privacy/event/rules/forbidden-key.ts";
import { keyRules, shapeRules } from "../../../src/privacy/event/rules.ts";

const judge = (body: Readonly<Record<string, unknown>>): string[] =>
  judgeEvent({ name: String(body["event"]), body, line: 1, index: 0 }, exampleCatalogue).map(
    ({ rule }) => rule,
  );
const carrying = (name: string): string[] => judge(sent({ [name]: 1 }));

describe.each(shapeRules)("$id", ({ id, examples }) => {
  test.each(examples.finds)("stops %j", (body) => expect(judge(body)).toContain(id));
  test.each(examples.passes)("passes %j", (body) => expect(judge(body)).toEqual([]));
});

describe.each(keyRules)("$id", ({ id, examples }) => {
  test.each(examples.finds)("stops %j", (name) => expect(carrying(name)).toContain(id));
  test.each(examples.passes)("passes %j", (name) => expect(carrying(name)).not.toContain(id));
});

test.each([
  "user_email",
  "$user_email",
  "_user_email",
  "user_email_",
  "user__email",
  "user-email",
  "user.email",
  "user email",
  "userEmail",
  "UserEmail",
  "USER_EMAIL",
  `${"long_".repeat(20)}user_email`,
])("%j is a forbidden name in any spelling", (name) => {
  expect(forbiddenKey.finds(name)).toBe(true);
});
