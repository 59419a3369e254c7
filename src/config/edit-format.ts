import { isTable } from "./tree.ts";

/** A key as TOML writes it. */
export function keyText(key: string): string {
  return /^[A-Za-z0-9_-]+$/.test(key) ? key : stringText(key);
}

/**
 * A value as TOML writes it on one line; lists of several tables get a line for each. Undefined
 * for what TOML cannot say: it has no null.
 *
 * @param indent what stands before the line on which the value starts
 */
export function valueText(value: unknown, indent = ""): string | undefined {
  if (typeof value === "string") return stringText(value);
  if (typeof value === "boolean") return String(value);
  if (typeof value === "number") return numberText(value);
  if (value instanceof Date) return value.toISOString();
  if (Array.isArray(value)) return listText(value, indent);
  return isTable(value) ? tableText(value) : undefined;
}

/** JSON's escapes are TOML's; TOML escapes one character more. */
function stringText(text: string): string {
  return JSON.stringify(text).replaceAll("\u007f", "\\u007f");
}

function numberText(value: number): string | undefined {
  if (!Number.isFinite(value)) return undefined;
  const text = String(value);
  // TOML's integers end where a double is no longer exact; beyond it stands a float.
  return Number.isSafeInteger(value) || /[.e]/.test(text) ? text : value.toExponential();
}

function listText(values: readonly unknown[], indent: string): string | undefined {
  const texts = values.map((value) => valueText(value));
  if (texts.includes(undefined)) return undefined;
  if (texts.length < 2 || !values.every(isTable)) return `[${texts.join(", ")}]`;
  return `[\n${texts.map((text) => `${indent}  ${text},\n`).join("")}${indent}]`;
}

function tableText(table: Readonly<Record<string, unknown>>): string | undefined {
  const rows = Object.entries(table).filter(([, value]) => value !== undefined);
  const texts = rows.map(([key, value]) => {
    const text = Array.isArray(value) ? flatList(value) : valueText(value);
    return text === undefined ? undefined : `${keyText(key)} = ${text}`;
  });
  if (texts.includes(undefined)) return undefined;
  return texts.length === 0 ? "{}" : `{ ${texts.join(", ")} }`;
}

/** Inside a table on one line a list stands on that line too. */
function flatList(values: readonly unknown[]): string | undefined {
  const texts = values.map((value) => (Array.isArray(value) ? flatList(value) : valueText(value)));
  return texts.includes(undefined) ? undefined : `[${texts.join(", ")}]`;
}
