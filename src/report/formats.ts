import type { Format } from "./format.ts";
import { json } from "./formats/json.ts";
import { text } from "./formats/text.ts";

/** Every format, in the order help shows them. Adding one line here is all a new one needs. */
export const formats: readonly Format[] = [text, json];
