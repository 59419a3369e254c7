import type { FlagProperty } from "../../evaluation/flag.ts";
import { textOf } from "../../evaluation/operator.ts";
import { isRecord } from "../../evaluation/record.ts";
import { type Draft, inside, refuse } from "./draft.ts";
import { writeProperty } from "./property.ts";
import type { Subject } from "./subject.ts";

/** Where a condition stands. */
export interface Setting {
  readonly draft: Draft;
  readonly subject: Subject;
  /** Handed in, because a flag is made of conditions and a condition may be made of flags. */
  readonly writeFlag: (key: string, draft: Draft) => string;
}

/** One condition as SQL of three values: true, false, and null where it cannot be told. */
export function writeCondition(property: unknown, setting: Setting): string {
  const { draft, subject } = setting;
  if (!isProperty(property)) return refuse(draft, "a condition is not well-formed");
  if (property.type === "cohort") return writeCohort(property, setting);
  if (property.type === "flag") return writeDependency(property, setting);
  return writeProperty(property, subject, draft);
}

function isProperty(value: unknown): value is FlagProperty {
  return isRecord(value);
}

function writeCohort(property: FlagProperty, setting: Setting): string {
  const { draft, subject } = setting;
  const id = textOf(property.value) ?? "";
  const cohorts = draft.definitions.cohorts ?? {};
  if (!Object.hasOwn(cohorts, id))
    return refuse(draft, `only PostHog knows who is in cohort ${id}`);
  const whose = subject.isPerson ? "" : ` of ${subject.id}`;
  const members = inside(draft, `cohort ${id}${whose}`, () =>
    writeMembers(id, cohorts[id], setting),
  );
  return property.operator === "not_in" ? `NOT ${members}` : members;
}

/** SQL's AND and OR are the evaluator's: an answer that settles the list stands, else a doubt does. */
function writeMembers(id: string, list: unknown, setting: Setting): string {
  if (!list || (isRecord(list) && Object.keys(list).length === 0)) return "TRUE";
  const joint = isRecord(list) ? JOINTS.get(list["type"]) : undefined;
  const values = isRecord(list) ? (list["values"] ?? []) : undefined;
  if (joint === undefined || !Array.isArray(values))
    return refuse(setting.draft, `cohort ${id} is not well-formed`);
  const ofLists = isRecord(values[0]) && "values" in values[0];
  const members = values.map((value: unknown) => {
    if (ofLists) return writeMembers(id, value, setting);
    const condition = writeCondition(value, setting);
    return isRecord(value) && value["negation"] ? `NOT (${condition})` : `(${condition})`;
  });
  if (members.length === 0) return joint === "AND" ? "TRUE" : "FALSE";
  return `(${members.join(` ${joint} `)})`;
}

const JOINTS: ReadonlyMap<unknown, "AND" | "OR"> = new Map([
  ["AND", "AND"],
  ["property", "AND"],
  ["OR", "OR"],
]);

/** Another flag's value, null where it or a flag of the chain before it cannot be told. */
function writeDependency(
  { key, value, dependency_chain: chain }: FlagProperty,
  { draft, writeFlag }: Setting,
): string {
  const links = Array.isArray(chain) ? chain.map(String) : [];
  if (!links.includes(key) || !links.every((link) => draft.flags.has(link)))
    return refuse(draft, `the chain of flags up to "${key}" is broken`);
  const found = meets(key, writeFlag(key, draft), value, draft);
  const before = links.filter((link) => link !== key);
  if (before.length === 0) return found;
  const untold = before.map((link) => `(${writeFlag(link, draft)}) IS NULL`);
  return `CASE WHEN ${untold.join(" OR ")} THEN NULL ELSE ${found} END`;
}

/** True stands for any variant too. */
function meets(key: string, flag: string, expected: unknown, draft: Draft): string {
  if (expected === true) return `(${flag}) <> 'false'`;
  if (expected === false) return `(${flag}) = 'false'`;
  if (typeof expected === "string" && !NOT_VARIANTS.has(expected))
    return `(${flag}) = ${draft.dialect.text(expected)}`;
  return refuse(draft, `the flag "${key}" never has the value asked for`);
}

/** A flag with a variant of such a name has no SQL, for its values could not be told apart. */
export const NOT_VARIANTS: ReadonlySet<string> = new Set(["", "true", "false"]);
