import { OpsError } from "../errors.ts";
import type { Person } from "../evaluation/person.ts";
import { parseMoment } from "./moment.ts";

/** The flags of `eval` that describe one person. */
export const personArgs = {
  id: { type: "string", description: "The distinct id", valueHint: "ID", required: true },
  prop: {
    type: "string",
    multiple: true,
    description: "A person property: k=v is text, k:=JSON any value; may be repeated",
    valueHint: "K=V",
  },
  props: { type: "string", description: "Person properties as JSON", valueHint: "JSON" },
  group: {
    type: "string",
    multiple: true,
    description: "A group the person is in; may be repeated",
    valueHint: "TYPE=KEY",
  },
  "group-props": {
    type: "string",
    description: "Group properties as {TYPE: {k: v}}",
    valueHint: "JSON",
  },
  now: { type: "string", description: "The moment for relative dates", valueHint: "ISO" },
} as const;

/** Reads one person from the command line. Throws `usage`. */
export function parsePerson(
  given: {
    readonly id: string;
    readonly prop: readonly string[];
    readonly props: string | undefined;
    readonly group: readonly string[];
    readonly "group-props": string | undefined;
    readonly now: string | undefined;
  },
  clock: () => number,
): Person {
  return {
    distinctId: given.id,
    personProperties: {
      ...parseObject("--props", given.props),
      ...Object.fromEntries(given.prop.map(parseProperty)),
    },
    groups: Object.fromEntries(given.group.map((text) => split("--group", text, "="))),
    groupProperties: Object.fromEntries(
      Object.entries(parseObject("--group-props", given["group-props"])).map(([type, value]) => [
        type,
        toObject(`--group-props ${type}`, value),
      ]),
    ),
    now: parseNow(given.now, clock),
  };
}

/** The moment of `--now`, or of the clock. Throws `usage`. */
export function parseNow(text: string | undefined, clock: () => number): number {
  if (text === undefined) return clock();
  const at = parseMoment(text);
  if (at === undefined)
    throw new OpsError("usage", "Cannot use --now: it is no ISO time", {
      hint: 'Write it like "2026-12-01T09:00:00Z"',
    });
  return at;
}

function parseProperty(text: string): [string, unknown] {
  const typed = /^([^=]+?):=(.*)$/s.exec(text);
  if (typed) return [typed[1] ?? "", parseJson("--prop", typed[2] ?? "")];
  return split("--prop", text, "=");
}

function split(flag: string, text: string, mark: string): [string, string] {
  const at = text.indexOf(mark);
  if (at <= 0)
    throw new OpsError("usage", `Cannot use ${flag}: it takes NAME${mark}VALUE`, {
      hint:
        flag === "--prop" ? "k=v is text, k:=JSON any value" : `Write it like company${mark}acme`,
    });
  return [text.slice(0, at), text.slice(at + 1)];
}

function parseObject(flag: string, text: string | undefined): Record<string, unknown> {
  return text === undefined ? {} : toObject(flag, parseJson(flag, text));
}

function toObject(flag: string, value: unknown): Record<string, unknown> {
  if (typeof value !== "object" || value === null || Array.isArray(value))
    throw new OpsError("usage", `Cannot use ${flag}: it takes a JSON object`);
  return { ...value };
}

function parseJson(flag: string, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new OpsError("usage", `Cannot use ${flag}: it is not JSON`, {
      hint: 'Quote the whole value for your shell, as in --props \'{"plan": "pro"}\'',
      cause: error,
    });
  }
}
