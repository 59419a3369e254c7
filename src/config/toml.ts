import { parse, TomlError } from "smol-toml";
import type { Diagnostic } from "../errors.ts";
import { placesOf } from "./places.ts";
import type { Places } from "./places.ts";
import { isDeeper } from "./tree.ts";
import type { Table } from "./tree.ts";

/** A TOML document: what it says, and where it says it. */
export interface Toml {
  readonly tree: Table;
  /** Found at the first question: a good config is read without. */
  readonly places: Places;
}

/** Tables in tables: far more than a config needs, far less than a stack holds. */
const MAX_DEPTH = 64;

/** Reads TOML text without its mark, or says where it is broken: the parser stops at one fault. */
export function readToml(text: string): Toml | Diagnostic {
  try {
    const tree = parse(text, { maxDepth: MAX_DEPTH });
    if (isDeeper(tree, MAX_DEPTH)) return tooDeep();
    let places: Places | undefined;
    return {
      tree,
      get places() {
        return (places ??= placesOf(text));
      },
    };
  } catch (error) {
    return diagnosticOf(error);
  }
}

function diagnosticOf(error: unknown): Diagnostic {
  if (error instanceof TomlError) {
    // The rest of the message is an excerpt of the file, which may hold anything.
    const [first = ""] = error.message.split("\n");
    return fault(first.replace("Invalid TOML document: ", ""), error.line, error.column);
  }
  throw error;
}

function tooDeep(): Diagnostic {
  return fault("tables stand too deep in one another", 1, 1);
}

function fault(detail: string, line: number, column: number): Diagnostic {
  return {
    rule: "config.toml",
    severity: "error",
    message: `Cannot read TOML: ${detail.replace(/\.$/, "")}`,
    hint: "Mend this first: what comes after it is not read",
    line,
    column,
  };
}
