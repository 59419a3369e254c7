import { type Diagnostic, OpsError } from "../errors.ts";
import type { Candidate, LaunchCheck, LaunchCheckId, Problem } from "./launch-check.ts";
import { launchChecks } from "./launch-checks.ts";
import { plan } from "./plan.ts";
import { carryOut, type Staged, stageFor, type Target } from "./stage.ts";

/** A launched experiment, and what its checks could not tell. */
export interface Launched extends Staged {
  readonly warnings: readonly Diagnostic[];
}

/**
 * Launches a draft: it starts now and its flag becomes active. Throws `refused` with every check
 * that failed; then nothing was sent.
 *
 * @param skip names of checks to leave out, or `all`
 * @param now epoch milliseconds
 * @param privacyErrors what the config's privacy judgement found, each in a line
 */
export async function launch(
  target: Target,
  {
    skip,
    now,
    privacyErrors,
  }: {
    readonly skip: readonly string[];
    readonly now: number;
    readonly privacyErrors: readonly string[];
  },
): Promise<Launched> {
  requireChecks(skip);
  const { store, declaration, base } = target;
  const { key } = declaration;
  const staged = await stageFor("launch", target);
  const { experiment, flag, observed } = staged;
  const { changes } = plan({ declarations: [declaration], observed, base, environment: "" });
  const wanted = launchChecks.filter(({ id }) => !skip.includes(id) && !skip.includes("all"));
  const candidate = {
    declaration,
    experiment,
    flag,
    changes,
    now,
    privacyErrors,
    evidence: store,
  };
  const found = await problemsOf(candidate, wanted);
  const failed = found.filter(({ severity }) => severity === undefined);
  if (failed.length > 0) {
    const checks = failed.length === 1 ? "a check" : `${failed.length} checks`;
    throw new OpsError("refused", `Cannot launch experiment "${key}": ${checks} did not pass`, {
      diagnostics: failed.map((problem) => toDiagnostic(key, problem)),
    });
  }
  const warnings = found.map((problem) => toDiagnostic(key, problem));
  return { ...(await carryOut({ verb: "launch" }, target, staged)), warnings };
}

/** Every check of the contract. */
export const CHECK_IDS: readonly LaunchCheckId[] = launchChecks.map(({ id }) => id);

/** Throws `usage` for a check that does not exist. */
export function requireChecks(skip: readonly string[]): void {
  const known: readonly string[] = [...CHECK_IDS, "all"];
  const stray = skip.find((name) => !known.includes(name));
  if (stray === undefined) return;
  throw new OpsError("usage", `Cannot skip check "${stray}": there is none of this name`, {
    hint: `Checks are ${known.join(", ")}`,
  });
}

interface Found extends Problem {
  readonly id: LaunchCheckId;
}

async function problemsOf(
  candidate: Candidate,
  checks: readonly LaunchCheck[],
): Promise<readonly Found[]> {
  const answers = await Promise.all(
    checks.map(async ({ id, problem }) => ({ id, found: await problem(candidate) })),
  );
  return answers.flatMap(({ id, found }) => (found === undefined ? [] : [{ id, ...found }]));
}

function toDiagnostic(key: string, { id, message, hint, severity }: Found): Diagnostic {
  return {
    rule: `launch.${id}`,
    severity: severity ?? "error",
    message,
    hint: `${hint}, or add --skip ${id}`,
    pointer: `experiments.${key}`,
  };
}
