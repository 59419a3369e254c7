import { createHash } from "node:crypto";
import { expect, test } from "vitest";
import { html } from "../../../src/report/formats/html.ts";
import { finding, many, outcome } from "./found.ts";

const page = html.render(outcome([finding({ count: 3 }), ...many(2, { severity: "warning" })]));

test("the page's policy allows its own style sheet and nothing else", () => {
  const [, style = ""] = /<style>([\s\S]*?)<\/style>/.exec(page) ?? [];
  const hash = createHash("sha256").update(style).digest("base64");
  expect(page).toContain(`content="default-src 'none'; style-src 'sha256-${hash}'"`);
});

test("nothing runs and nothing is fetched", () => {
  expect(page).not.toMatch(
    /<script|<link|<img|<iframe|\ssrc=|\shref=|\sstyle=|\son\w+=|url\(|@import/,
  );
});

test("it has a language, a title and headers for every table", () => {
  expect(page).toMatch(/^<!doctype html>\n<html lang="en">/);
  expect(page).toContain("<title>assay replay</title>");
  expect(page.match(/<table>/g)).toHaveLength(2);
  expect(page.match(/<thead><tr><th scope="col">/g)).toHaveLength(2);
  expect(page.match(/<tr><th scope="row">/g)).toHaveLength(4);
});

test("what a report holds stays text", () => {
  const held = `<img src=x onerror='alert(1)'>&"\u0000`;
  const written = html.render(outcome([finding({ pointer: held, message: held })]));
  expect(written).not.toContain("<img");
  expect(written).not.toContain("\u0000");
  expect(written).toContain("&lt;img src=x onerror=&#39;alert(1)&#39;&gt;&amp;&quot;\uFFFD");
});
