import type { Outcome } from "../evaluation/outcome.ts";
import type { Person } from "../evaluation/person.ts";
import type { Row } from "../people/row.ts";
import { type EvaluatedFlag, reportEvaluation } from "../report/evaluation.ts";

/** What flags are for the person of a row, as one line of NDJSON: `eval`'s data, or the error. */
export function createRowWriter({
  keys,
  evaluate,
  now,
}: {
  readonly keys: readonly string[];
  readonly evaluate: (key: string, person: Person) => EvaluatedFlag;
  readonly now: number;
}): (row: Row) => string {
  const members = keys.map((key) => ({ key, write: createMemberWriter() }));
  return (row) => {
    if ("error" in row) return `${JSON.stringify({ line: row.line, error: row.error })}\n`;
    const person = { ...row.person, now };
    let text = `{"id":${JSON.stringify(person.distinctId)},"flags":{`;
    let comma = "";
    for (const { key, write } of members) {
      text += comma + write(evaluate(key, person));
      comma = ",";
    }
    return `${text}}}\n`;
  };
}

/** A flag has few outcomes and many people: each is written once. Past this many, none is kept. */
const MAX_KEPT = 64;

/** Writes one flag's member of `flags`. */
function createMemberWriter(): (flag: EvaluatedFlag) => string {
  const kept: { readonly flag: EvaluatedFlag; readonly text: string }[] = [];
  return (flag) => {
    for (const each of kept) if (isSame(each.flag, flag)) return each.text;
    const { flags } = reportEvaluation({ id: "", flags: [flag] }).data;
    const text = JSON.stringify(flags).slice(1, -1);
    if (kept.length < MAX_KEPT) kept.push({ flag, text });
    return text;
  };
}

function isSame(left: EvaluatedFlag, right: EvaluatedFlag): boolean {
  return left.source === right.source && isSameOutcome(left.outcome, right.outcome);
}

function isSameOutcome(left: Outcome, right: Outcome): boolean {
  return (
    left.value === right.value &&
    left.group === right.group &&
    left.reason === right.reason &&
    left.payload === right.payload &&
    left.cause === right.cause &&
    isSameList(left.missing, right.missing)
  );
}

function isSameList(left: readonly string[] = [], right: readonly string[] = []): boolean {
  return (
    left === right || (left.length === right.length && left.every((name, at) => name === right[at]))
  );
}
