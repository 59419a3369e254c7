import type { Person } from "../evaluation/person.ts";
import { isRecord } from "../evaluation/record.ts";
import type { Line } from "../replay/lines.ts";
import { isBlank, type Row, type RowReader, TOO_LONG } from "./row.ts";

/** JSON objects, one a line: `{id, props?, groups?, groupProps?}`. */
export const jsonl: RowReader = {
  *read(lines) {
    for (const line of lines) if (line.text === null || !isBlank(line.text)) yield toRow(line);
  },
  end: () => [],
};

function toRow({ number: line, text }: Line): Row {
  if (text === null) return { line, error: TOO_LONG };
  const person = parsePerson(text);
  return typeof person === "string" ? { line, error: person } : { line, person };
}

/**
 * A person, or why the text says none. Strict, because a person misread is a person misplaced:
 * a number is no id (`42` and `42.0` are one number here, and large ones lose digits), and a field
 * that nobody reads is more likely a typing error than a comment.
 */
function parsePerson(text: string): Person | string {
  const value = parseJson(text);
  if (value === undefined) return "The row is not JSON";
  if (!isRecord(value)) return "The row is not a JSON object";
  for (const field in value)
    if (!FIELDS.has(field))
      return 'The row has a field besides "id", "props", "groups" and "groupProps"';
  const { id, props = NOTHING, groups = NOTHING, groupProps = NOTHING } = value;
  if (typeof id !== "string" || id === "") return '"id" is missing, empty or not a text';
  if (!isRecord(props)) return '"props" is not an object';
  if (!isRecordOf(groups, isGroupKey)) return '"groups" is not an object of texts and numbers';
  if (!isRecordOf(groupProps, isRecord)) return '"groupProps" is not an object of objects';
  return { distinctId: id, personProperties: props, groups, groupProperties: groupProps };
}

const FIELDS: ReadonlySet<string> = new Set(["id", "props", "groups", "groupProps"]);
const NOTHING: Readonly<Record<string, never>> = {};

function isRecordOf<T>(
  value: unknown,
  isMember: (member: unknown) => member is T,
): value is Readonly<Record<string, T>> {
  return isRecord(value) && Object.values(value).every(isMember);
}

const isGroupKey = (key: unknown): key is string | number =>
  typeof key === "string" || Number.isFinite(key);

/** Undefined for text that is no JSON: the engine's message quotes the text, so it goes nowhere. */
function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
