import type { Diagnostic } from "../errors.ts";
import { pointerOf } from "./problem.ts";
import { secretsIn } from "./secret.ts";
import type { Toml } from "./toml.ts";
import { textsIn, walk } from "./tree.ts";

/**
 * Every secret in a document: in keys and values, where an escape may hide it from a plain
 * search, and in the text, comments included. Without a document, as when it is broken, only the
 * text is searched.
 */
export function secretsOf(source: string, document?: Toml): Diagnostic[] {
  if (!holdsSecret(source, document)) return [];
  const seen = new Set<string>();
  const places = document === undefined ? [] : [...placesOf(document, seen)];
  const elsewhere = secretsIn(source).filter(({ text }) => !seen.has(text));
  return [...places, ...elsewhere.map(({ offset }) => ({ ...SECRET, ...placeOf(source, offset) }))];
}

/**
 * In one pass, which is much quicker than many: no form begins in one line and needs the next.
 * Without an escape in the source, each text of the document stands in it as it is.
 */
function holdsSecret(source: string, document: Toml | undefined): boolean {
  const hidden = source.includes("\\") ? textsIn(document?.tree) : [];
  return secretsIn([source, ...hidden].join("\n")).length > 0;
}

function* placesOf(document: Toml, seen: Set<string>): Generator<Diagnostic> {
  for (const { path, value } of walk(document.tree)) {
    const ends = { key: path.at(-1), value };
    for (const end of ["key", "value"] as const) {
      const said = ends[end];
      const found = typeof said === "string" ? secretsIn(said) : [];
      for (const { text } of found) seen.add(text);
      if (found.length > 0)
        yield { ...SECRET, ...document.places[end](path), pointer: pointerOf(path) };
    }
  }
}

function placeOf(source: string, offset: number): { line: number; column: number } {
  const lines = source.slice(0, offset).split("\n");
  return { line: lines.length, column: (lines.at(-1) ?? "").length + 1 };
}

const SECRET: Diagnostic = {
  rule: "config.secret",
  severity: "error",
  message: "Expected no secret in this file",
  hint: "Revoke it, and hand it over as POSTHOG_PERSONAL_API_KEY or POSTHOG_PROJECT_API_KEY",
};
