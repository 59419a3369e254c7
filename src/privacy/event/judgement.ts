import type { Severity } from "../finding.ts";
import { messageOf, type Rule } from "../rule.ts";
import { isGraver } from "../severity.ts";

/** What a rule says about one place of an event, without the value that stands there. */
export interface Judgement {
  readonly rule: string;
  readonly severity: Severity;
  /** Dotted; an undeclared flag key and a name that is data stand as `*`. */
  readonly pointer: string;
  readonly message: string;
}

/** The judgements of one event: one for each rule and place, the gravest. */
export interface Judgements {
  readonly add: (rule: Rule, pointer: string, severity?: Severity) => void;
  readonly list: () => Judgement[];
}

export function createJudgements(): Judgements {
  const found = new Map<string, Judgement>();
  return {
    add: (rule, pointer, severity = rule.severity) =>
      keepGravest(found, { rule: rule.id, severity, pointer, message: messageOf(rule) }),
    list: () => [...found.values()],
  };
}

/** What parts of one event find together: one for each rule and place, the gravest. */
export function joined(parts: readonly (readonly Judgement[])[]): readonly Judgement[] {
  const [only] = parts;
  if (only !== undefined && parts.length === 1) return only;
  const found = new Map<string, Judgement>();
  for (const part of parts) for (const judgement of part) keepGravest(found, judgement);
  return [...found.values()];
}

function keepGravest(found: Map<string, Judgement>, judgement: Judgement): void {
  const place = `${judgement.rule}\0${judgement.pointer}`;
  const held = found.get(place);
  if (held === undefined || isGraver(judgement.severity, held.severity))
    found.set(place, judgement);
}
