import { OpsError } from "../errors.ts";
import { keyText, valueText } from "./edit-format.ts";
import { editToml } from "./edit.ts";
import { isTable, type Table } from "./tree.ts";
import { readToml } from "./toml.ts";

/**
 * The config's text with one more declaration at its end, in the form people write: a header, a
 * row for each value, and a header for each group with conditions and each metric. Throws `refused`
 * when TOML cannot say a value.
 */
export function withDeclaration(
  text: string,
  [section, key]: readonly [section: "flags" | "experiments", key: string],
  table: Table,
): string {
  const eol = text.includes("\r\n") ? "\r\n" : "\n";
  const gap = text.trim() === "" ? "" : `${text.endsWith("\n") ? "" : eol}${eol}`;
  const appended =
    text + gap + blocks([section, key], table).join("\n").replaceAll("\n", eol) + eol;
  // A section in braces takes no more headers.
  return "tree" in readToml(appended) ? appended : editToml(text, [section, key], table);
}

function blocks(path: readonly string[], table: Table, mark = ["[", "]"]): string[] {
  const rows: string[] = [];
  const below: string[] = [];
  for (const [key, value] of Object.entries(table)) {
    if (hasOwnHeaders(value))
      for (const each of value) below.push("", ...blocks([...path, key], each, ["[[", "]]"]));
    else rows.push(`${keyText(key)} = ${textOf(path, key, value)}`);
  }
  return [`${mark[0]}${path.map(keyText).join(".")}${mark[1]}`, ...rows, ...below];
}

/** Lists of tables that are more than a key and a number. */
function hasOwnHeaders(value: unknown): value is readonly Table[] {
  if (!Array.isArray(value) || value.length === 0 || !value.every(isTable)) return false;
  return !value.every((each) => "share" in each || "property" in each || "value" in each);
}

function textOf(path: readonly string[], key: string, value: unknown): string {
  const text = valueText(value);
  if (text !== undefined) return text;
  throw new OpsError("refused", `Cannot write ${key} of "${path[1]}": TOML has no null`, {
    hint: "Change the value in PostHog, or declare the object by hand",
  });
}
