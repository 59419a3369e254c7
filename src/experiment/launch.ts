import { OpsError } from "../errors.ts";
import type { LaunchCheckId } from "./launch-check.ts";
import { launchChecks } from "./launch-checks.ts";
import type { ObservedExperiment } from "./observed.ts";
import { plan } from "./plan.ts";
import { stageFor, type Target } from "./stage.ts";

/**
 * Launches a draft: it starts now and its flag becomes active. Throws `refused` with every check
 * that failed, and `usage` for a check that does not exist; then nothing was sent.
 *
 * @param skip names of checks to leave out, or `all`
 * @param now epoch milliseconds
 */
export async function launch(
  target: Target,
  { skip, now }: { readonly skip: readonly string[]; readonly now: number },
): Promise<ObservedExperiment> {
  requireKnown(skip);
  const { store, declaration, base } = target;
  const { key } = declaration;
  const { experiment, observed } = await stageFor("launch", target);
  const declarations = [declaration];
  const { changes } = plan({ declarations, observed, base, environment: "" });
  const failed = launchChecks
    .filter(({ id }) => !skip.includes(id) && !skip.includes("all"))
    .flatMap(({ id, problem }) => {
      const found = problem({ declaration, changes, now });
      return found === undefined ? [] : [{ id, ...found }];
    });
  if (failed.length === 0) return store.launch(experiment);
  const checks = failed.map(({ id, message }) => `${id}: ${message}`);
  throw new OpsError("refused", `Cannot launch experiment "${key}":\n  ${checks.join("\n  ")}`, {
    hint: failed.map(({ id, hint }) => `${id}: ${hint}, or add --skip ${id}`).join("\n  "),
    diagnostics: failed.map(({ id, message, hint }) => ({
      rule: `launch.${id}`,
      severity: "error",
      message,
      hint,
      pointer: `experiments.${key}`,
    })),
  });
}

/** Every check of the contract; some are asked elsewhere and may be skipped all the same. */
export const CHECK_IDS: readonly LaunchCheckId[] = [
  ...(["definition", "variants", "metric-seen", "owner"] as const),
  ...(["expiry", "overlap", "privacy", "power"] as const),
];

function requireKnown(skip: readonly string[]): void {
  const known: readonly string[] = [...CHECK_IDS, "all"];
  const stray = skip.find((name) => !known.includes(name));
  if (stray === undefined) return;
  throw new OpsError("usage", `Cannot skip check "${stray}": there is none of this name`, {
    hint: `Checks are ${known.join(", ")}`,
  });
}
