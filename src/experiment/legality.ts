import { OpsError } from "../errors.ts";
import { dependenciesOf, dependencyChain } from "./definitions.ts";
import { compare, isSame } from "./json.ts";
import { isLaunched, isOver } from "./lifecycle.ts";
import type { Observed } from "./observed.ts";
import type { Subject } from "./subject.ts";

/** Something a plan would need and must not do. */
export interface Refusal {
  /** The declaration's place in the config. */
  readonly pointer: string;
  readonly message: string;
  /** What to do instead. */
  readonly hint: string;
}

/** Throws `refused`, with every refusal, unless all of the plan may be done. */
export function requireLegal(refusals: readonly Refusal[]): void {
  const [first, ...more] = refusals;
  if (first === undefined) return;
  throw new OpsError("refused", [first, ...more].map(({ message }) => message).join("\n"), {
    hint: [...new Set(refusals.map(({ hint }) => hint))].join("\n"),
    diagnostics: refusals.map(({ pointer, message, hint }) => ({
      rule: "plan.refused",
      severity: "error",
      message,
      hint,
      pointer,
    })),
  });
}

interface Around {
  readonly subjects: readonly Subject[];
  readonly observed: Observed;
}

/** What a subject asks for that PostHog would refuse (`posthog-api.md` 3.4, 2.5). */
export function refusalsOf(subject: Subject, around: Around): Refusal[] {
  const { kind, key } = subject.declaration;
  const pointer = `${kind}s.${key}`;
  return [...ofLaunched(subject), ...ofArchived(subject), ...ofDependencies(subject, around)].map(
    (reason) => ({ pointer, ...reason }),
  );
}

type Reason = Omit<Refusal, "pointer">;

/** Once launched, an experiment keeps its variants and its holdout. */
function ofLaunched({ declaration, declared, flag, experiment }: Subject): Reason[] {
  if (experiment === undefined || flag === undefined) return [];
  if (!isLaunched(experiment.stage) || isOver(experiment.stage)) return [];
  const { key } = declaration;
  const keys = ({ multivariate }: typeof declared.filters): string[] =>
    (multivariate?.variants ?? []).map((variant) => variant.key).toSorted(compare);
  const refusals: Reason[] = [];
  if (!isSame(keys(declared.filters), keys(flag.flag.filters)))
    refusals.push({
      message: `Cannot change the variants of experiment "${key}": it has been launched`,
      hint: `Restore its variants (${keys(flag.flag.filters).join(", ")}), or conclude it and declare a new experiment under another key`,
    });
  if ((declaration.holdout ?? null) !== (experiment.holdout ?? null))
    refusals.push({
      message: `Cannot change the holdout of experiment "${key}": it has been launched`,
      hint: `Restore its holdout (${experiment.holdout ?? "none"}), or conclude it and declare a new experiment under another key`,
    });
  return refusals;
}

function ofArchived({ declaration, flag, experiment }: Subject): Reason[] {
  const { key, kind } = declaration;
  if (kind === "flag" || experiment !== undefined || flag?.archived !== true) return [];
  return [
    {
      message: `Cannot create experiment "${key}": its flag is archived`,
      hint: `Restore flag "${key}" in PostHog, or declare the experiment under another key`,
    },
  ];
}

/** A flag may only look at flags that exist, and never in a circle. */
function ofDependencies(
  { declaration, declared }: Subject,
  { subjects, observed }: Around,
): Reason[] {
  const { key } = declaration;
  const needs = dependenciesOf(declared);
  if (needs.length === 0) return [];
  const flags = new Map([
    ...observed.flags.map(({ flag }) => [flag.key, flag] as const),
    ...subjects.map((subject) => [subject.declaration.key, subject.declared] as const),
  ]);
  const missing = needs.filter((need) => !flags.has(need));
  if (missing.length > 0)
    return missing.map((need) => ({
      message: `Cannot make flag "${key}" depend on flag "${need}": there is no such flag`,
      hint: `Declare flag "${need}", or remove the condition`,
    }));
  if (dependencyChain(key, flags).length > 0) return [];
  return [
    {
      message: `Cannot make flag "${key}" depend on other flags: they depend on each other in a circle`,
      hint: "Remove one of the conditions",
    },
  ];
}
