import type { Format } from "./format.ts";
import { github } from "./formats/github.ts";
import { gitlab } from "./formats/gitlab.ts";
import { html } from "./formats/html.ts";
import { json } from "./formats/json.ts";
import { junit } from "./formats/junit.ts";
import { markdown } from "./formats/markdown.ts";
import { sarif } from "./formats/sarif.ts";
import { text } from "./formats/text.ts";

/** Every format, in the order help shows them. Adding one line here is all a new one needs. */
export const formats: readonly Format[] = [
  text,
  json,
  junit,
  sarif,
  github,
  gitlab,
  markdown,
  html,
];
