import { brokenRules } from "../rule.ts";
import type { PayloadSchema } from "./payload-schema.ts";
import { payloadRules } from "./rules.ts";

/** The rules that the bytes of a sealed payload break, sorted (`privacy-rules.md` 4, `out.*`). */
export function judgePayload(text: string, schema: PayloadSchema): string[] {
  const value = parseJson(text.replace(/^\uFEFF/, ""));
  return brokenRules(payloadRules, { text, value, schema });
}

/** The rules that a payload breaks as a value, whatever its bytes, sorted. */
export function judgeRecord(value: unknown, schema: PayloadSchema): string[] {
  return brokenRules(payloadRules, { value, schema });
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // The engine's message quotes the text, so it goes nowhere.
    return undefined;
  }
}
