import { expect, test } from "vitest";
import { scanText } from "../../../src/privacy/text/scan.ts";

const HOSTILE = [
  "a",
  "a.",
  "a@",
  "@",
  "../",
  "a/",
  "/usr/a ",
  "a:",
  "0:",
  "1.",
  "1 ",
  "-",
  "%41",
  "%",
  "eyJ",
  "=",

  "a=b;",
  "a://",
  "://a:",
  "sk-",
  "\\\\a",
  "{",
  "(",
  "[at]",
  "é",
  "\u{1F600}",
  "\uD800",
  "a-",
  "A1",

  "SELECT ",
  "at :",
  "in ",
  "You are a ",
  "x.internal.",
  "key=",
  "-----BEGIN ",
  "<|",
  "Human:\n",
];

test.each(HOSTILE)("200,000 characters of %j take linear time", (piece) => {
  const text = piece.repeat(Math.ceil(200_000 / piece.length));
  const begun = performance.now();
  expect(scanText(text)).toContain("text.free-text");
  expect(performance.now() - begun).toBeLessThan(5_000);
});

test("encodings are opened twice", () => {
  const once = btoa("contact=jane.doe@example.com&x=1");
  expect(scanText(btoa(once))).toEqual(["pii.email", "text.encoded-blob"]);
});

test("a token inside a URL absorbs the URL", () => {
  const token = `ghs_${"FAKE".repeat(9)}`;
  expect(scanText(`https://x:${token}@github.com/acme/app.git`)).toEqual(["secret.github-token"]);
});
