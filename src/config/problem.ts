/** The keys and indices that lead from the top of the document to a value. */
export type Path = readonly (string | number)[];

/** One thing wrong with the config, by its place in the document. */
export interface Problem {
  readonly rule:
    | "config.toml"
    | "config.unknown-key"
    | "config.missing-key"
    | "config.type"
    | "config.value"
    | "config.reference"
    | "config.secret";
  readonly path: Path;
  /** Which end of `key = value` is wrong; a table is found by its key. */
  readonly end: "key" | "value";
  /** Names keys and what is expected, and never repeats a value. */
  readonly message: string;
  readonly hint?: string;
}

/** The path as a pointer: `experiments.checkout.variants[0].key`, odd names in quotes. */
export function pointerOf(path: Path): string {
  return path
    .map((part) => (typeof part === "number" ? `[${part}]` : `.${keyText(part)}`))
    .join("")
    .replace(/^\./, "");
}

/** ` in [table]`, or nothing at the top of the document. */
export function within(path: Path): string {
  return path.length > 1 ? ` in [${pointerOf(path.slice(0, -1))}]` : "";
}

function keyText(key: string): string {
  return /^[A-Za-z0-9_-]+$/.test(key) ? key : JSON.stringify(key);
}
