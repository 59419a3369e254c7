import type { FlagProperty } from "../../evaluation/flag.ts";
import type { Judge } from "../../evaluation/operator.ts";
import { textOf } from "../../evaluation/operator.ts";
import { operators } from "../../evaluation/operators.ts";
import type { Member } from "../dialect.ts";
import type { Comparison } from "./comparison.ts";
import { comparisons } from "./comparisons.ts";
import { type Draft, literal, refuse } from "./draft.ts";
import { type Subject, idText } from "./subject.ts";

/** A condition on a property: true, false, or null where the row lacks what it asks for. */
export function writeProperty(property: FlagProperty, subject: Subject, draft: Draft): string {
  const { dialect, definitions } = draft;
  const key = textOf(property.key) ?? "";
  const name = property.operator || "exact";
  const operator = operators.get(name);
  const explicit = definitions.property_matching_version === 2;
  const prepared = operator?.prepare(property.value, { explicit });
  if (operator === undefined || prepared?.usable !== true)
    return refuse(draft, `the condition ${name} on "${key}" has no meaning outside PostHog`);
  const { judge } = prepared;
  const member = dialect.member(subject.properties, key);
  draft.beyond.add(`NOT ${dialect.isJson(subject.properties)}`);
  if (PRESENCE.has(name)) {
    if (key === subject.addedKey) return literal(judge("", NaN));
    return `CASE WHEN ${member.exists} THEN ${literal(judge("", NaN))} ELSE NULL END`;
  }
  const compare = comparisons.get(name);
  const comparison = compare?.(property.value, judge, dialect) ?? "no engine reads it alike";
  if (typeof comparison === "string")
    return refuse(draft, `the condition ${name} on "${key}": ${comparison}`);
  const added = key === subject.addedKey ? idText(subject.id) : undefined;
  const held: Held = { member, added, judge, judgesNull: operator.judgesNull, comparison };
  noteBeyond(held, draft);
  return written(held, draft);
}

const PRESENCE = new Set(["is_set", "is_not_set"]);

interface Held {
  readonly member: Member;
  /** The text that stands for the property where the row lacks it. */
  readonly added: string | undefined;
  readonly judge: Judge;
  readonly judgesNull: boolean;
  readonly comparison: Comparison;
}

/** By the kind of what is held. */
function written(held: Held, { dialect: { kinds } }: Draft): string {
  const { member, added, judge, judgesNull, comparison } = held;
  const absent = added === undefined ? "NULL" : comparison.text(added);
  const whenNull = judgesNull ? literal(judge(null, NaN)) : "FALSE";
  return `CASE WHEN NOT ${member.exists} THEN ${absent}
    WHEN ${member.kind} IN (${kinds.text}) THEN ${comparison.text(member.text)}
    WHEN ${member.kind} IN (${kinds.number}) THEN ${comparison.number(member.number)}
    WHEN ${member.kind} IN (${kinds.boolean}) AND ${member.boolean} THEN ${literal(judge(true, NaN))}
    WHEN ${member.kind} IN (${kinds.boolean}) THEN ${literal(judge(false, NaN))}
    WHEN ${member.kind} IN (${kinds.null}) THEN ${whenNull}
    ELSE NULL END`;
}

/** Lists and objects, infinite numbers, and whatever the operator names itself. */
function noteBeyond({ member, added, comparison }: Held, draft: Draft): void {
  const { dialect, beyond } = draft;
  const { text, number, boolean, null: none } = dialect.kinds;
  const all = [text, number, boolean, none].join(", ");
  beyond.add(`(${member.exists} AND ${member.kind} NOT IN (${all}))`);
  const ofKind = (kind: string, when: string): void =>
    void beyond.add(`(${member.exists} AND ${member.kind} IN (${kind}) AND ${when})`);
  ofKind(number, `NOT coalesce(abs(${member.number}) <= 1.7976931348623157e308, FALSE)`);
  if (comparison.numberBeyond) ofKind(number, comparison.numberBeyond(member.number));
  if (comparison.textBeyond === undefined) return;
  ofKind(text, comparison.textBeyond(member.text));
  if (added !== undefined) beyond.add(`(NOT ${member.exists} AND ${comparison.textBeyond(added)})`);
}
