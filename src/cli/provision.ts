import { apply, baseAfter, type Step } from "../experiment/apply.ts";
import type { Declaration } from "../experiment/declaration.ts";
import { requireLegal } from "../experiment/legality.ts";
import { requireWithin } from "../experiment/limit.ts";
import { observe } from "../experiment/observe.ts";
import { plan, type Plan } from "../experiment/plan.ts";
import { leftKeys } from "../experiment/prune.ts";
import { byCells } from "../report/cells.ts";
import { confirmationText, reportApply, reportPlan } from "../report/plan.ts";
import type { Report } from "../report/report.ts";
import { OpsError } from "../errors.ts";
import { writing } from "./arguments.ts";
import { confirming, confirmKey } from "./confirm-key.ts";
import { rehearse } from "./dry-run.ts";
import { readPeople } from "./sample.ts";
import type { Session } from "./session.ts";
import { declarationsOf, type Project } from "./wiring.ts";

/** What `plan` and every command that applies take, so that what one shows the other may do. */
export const limiting = {
  "max-reassign": {
    type: "string",
    description: "Refuse when a change moves more people than this",
    valueHint: "PERCENT",
  },
} as const;

/** What `plan` and `apply` take, to say who moves where conditions decide. */
export const asking = {
  users: {
    type: "string",
    description: "People to ask who moves, as eval --users reads them",
    valueHint: "FILE",
  },
} as const;

/** What `plan` and `apply` take, to archive what left the config. */
export const pruning = {
  prune: {
    type: "string",
    multiple: true,
    description: "Archive this, which left the config; may be repeated",
    valueHint: "KEY",
  },
} as const;

/** What every command takes that applies declarations. */
export const applying: typeof limiting & typeof confirming & typeof writing = {
  ...limiting,
  ...confirming,
  ...writing,
};

/** What somebody allows an apply to do. */
export interface Consent {
  readonly yes: boolean;
  readonly "dry-run": boolean;
  readonly "max-reassign": string | undefined;
  readonly confirm: readonly string[];
  readonly prune?: readonly string[];
  readonly users?: string | undefined;
  /** Keys that the command line names. */
  readonly named?: readonly string[];
}

/** Plans declarations against what PostHog holds, says the notes, and keeps the limit asked for. */
export async function makePlan(
  declarations: readonly Declaration[],
  { config, store, base, lock }: Project,
  session: Session,
  given: Pick<Consent, "max-reassign" | "prune" | "users" | "named">,
): Promise<Plan> {
  const limit = limitOf(given["max-reassign"]);
  session.progress("Reading what PostHog holds …");
  const { prune: pruned } = given;
  const declared = declarationsOf(config).map(({ key }) => key);
  // A command for one declaration has nothing to say about what left the config.
  const left = pruned === undefined ? [] : leftKeys(base, declared);
  const others = (pruned ?? []).filter((key) => !declared.includes(key));
  const observed = await observe(store, declarations, [...new Set([...left, ...others])]);
  const { environment } = config;
  const people = given.users === undefined ? [] : await readPeople(given.users, session);
  const applied = await lock.flagIds();
  const elsewhere = observed.flags.filter(({ id }) => applied.has(id)).map(({ flag }) => flag.key);
  const ours = [...(given.named ?? []), ...elsewhere];
  const asked = { left, pruned: pruned ?? [], people, ours };
  const made = plan({ declarations, observed, base, environment, ...asked });
  for (const { key, message } of made.notes)
    session.warn({ rule: "plan.note", severity: "note", message, pointer: key });
  for (const each of made.confirm)
    session.warn({
      rule: "plan.confirm",
      severity: "note",
      message: confirmationText(each),
      hint: `Apply with --confirm ${each.key}`,
      pointer: each.key,
    });
  requireLegal(made.refusals);
  if (limit !== undefined) requireWithin(made.changes, limit);
  return made;
}

/** Plans and applies declarations: what `apply` does for all and `experiment create` for one. */
export async function provision(
  declarations: readonly Declaration[],
  project: Project,
  session: Session,
  given: Consent,
): Promise<Report> {
  const made = await makePlan(declarations, project, session, given);
  if (given["dry-run"]) return rehearse(made, project);
  if (made.changes.length > 0) {
    await confirm(made, session, given);
    await confirmKeys(made, session, given);
  }
  return carryOut(made, project, session);
}

/**
 * Carries a plan out that was consented to. The lock is written after every step that was done, so
 * that a cut forgets nothing.
 */
export async function carryOut(
  made: Plan,
  { config: { environment }, store, lock }: Pick<Project, "config" | "store" | "lock">,
  session: Session,
): Promise<Report> {
  const steps: Step[] = [];
  const remember = async (): Promise<void> =>
    lock.update(environment, (held) => baseAfter(held, made, steps));
  // A lock that cannot be written stops it before anything is sent.
  await remember();
  if (made.changes.length === 0) return reportPlan(made, { changesAre: "ok" });
  for await (const step of apply(made, store)) {
    steps.push(step);
    session.progress(`${steps.length} of ${made.changes.length} …`);
    if (step.outcome === "done") await remember();
  }
  return reportApply(made, steps);
}

/** Asks for every key that must be confirmed. */
export async function confirmKeys(
  made: Pick<Plan, "confirm">,
  session: Session,
  given: Pick<Consent, "confirm">,
): Promise<void> {
  for (const { key, why } of made.confirm) {
    const asked =
      why === "redeal"
        ? { deed: `deal the people of experiment "${key}" out anew` }
        : {
            deed: `take flag "${key}" over, which people get now`,
            instead: `, or take what PostHog holds with assay adopt ${key}`,
          };
    await confirmKey(session, { key, confirmed: given.confirm, ...asked });
  }
}

async function confirm(made: Plan, session: Session, { yes }: Consent): Promise<void> {
  if (!yes && session.host.terminal.stdin) {
    const { text } = await import("../report/formats/text.ts");
    const report = reportPlan(made, { changesAre: "ok" });
    const outcome = { command: "plan", exitCode: 0, report, diagnostics: [] };
    session.note(await byCells((cells) => text.render({ ...outcome, cells })));
  }
  await session.confirm("Apply this plan?", yes);
}

function limitOf(given: string | undefined): number | undefined {
  if (given === undefined) return undefined;
  const limit = Number(given.replace(/\s*%$/, ""));
  if (limit >= 0 && limit <= 100) return limit;
  throw new OpsError("usage", "Cannot use --max-reassign: it takes a percentage from 0 to 100");
}
