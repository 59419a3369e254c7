import { STOP } from "../../hints.ts";
import { fromHex, isReadable, readableFromBase64, toText } from "../decode.ts";
import { any, spansOf, type SpanRule } from "../rule.ts";

export const encodedBlob: SpanRule = {
  id: "text.encoded-blob",
  severity: "error",
  why: "Encoded text may hold anything",
  hint: STOP,
  find: any(
    spansOf(
      /(?<![A-Za-z0-9+/_-])[A-Za-z0-9+/_-]{20,20000}={0,2}(?![A-Za-z0-9+/_=-])/g,
      ([match]) => isFile(match) || decoded(match) !== undefined,
    ),
    spansOf(/[^\s%]{0,80}(?:%[0-9A-Fa-f]{2}[^\s%]{0,80}){6,200}/g),
  ),
  examples: {
    finds: ["696e7465726e616c2070726f6a656374206e696768746a6172", "%48%65%6c%6c%6f%20%4a%61"],
    passes: ["getUserPreferencesFromLocalStorageCache", "100%25"],
  },
};

/** What a blob reads when it is decoded; undefined when that is no readable text. */
export function decoded(blob: string): string | undefined {
  if (blob.includes("%")) return percent(blob);
  const isHex = blob.length >= 28 && blob.length % 2 === 0 && /^[0-9a-fA-F]+$/.test(blob);
  const hex = isHex ? fromHex(blob) : [];
  const bytes = isReadable(hex) ? hex : readableFromBase64(blob);
  return bytes === undefined ? undefined : toText(bytes);
}

function percent(blob: string): string {
  return blob.replace(/(?:%[0-9A-Fa-f]{2})+/g, (run) => toText(fromHex(run.replaceAll("%", ""))));
}

/** gzip, zip, PNG, PDF and JPEG as base64. */
function isFile(blob: string): boolean {
  return blob.length >= 32 && /^(?:H4sI|UEsDB|iVBORw0KGgo|JVBERi0|\/9j\/)/.test(blob);
}
