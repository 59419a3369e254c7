import { apply, baseAfter, type Step } from "../experiment/apply.ts";
import type { Declaration } from "../experiment/declaration.ts";
import { requireLegal } from "../experiment/legality.ts";
import { observe } from "../experiment/observe.ts";
import { plan, type Plan } from "../experiment/plan.ts";
import { reportApply, reportPlan } from "../report/plan.ts";
import type { Report } from "../report/report.ts";
import type { Session } from "./session.ts";
import { declarationsOf, type Project } from "./wiring.ts";

/**
 * Plans and applies declarations: what `apply` does for all and `experiment create` for one. The
 * lock is written after every step that was done, so that a cut forgets nothing.
 */
export async function provision(
  declarations: readonly Declaration[],
  { config, store, lock, base }: Project,
  session: Session,
  given: { readonly yes: boolean; readonly "dry-run": boolean },
): Promise<Report> {
  const { environment } = config;
  const observed = await observe(store, declarations);
  const made = plan({ declarations, observed, base, environment });
  noteAll(made, session);
  requireLegal(made.refusals);
  if (given["dry-run"]) return reportPlan(made, { changesAre: "ok" });
  const steps: Step[] = [];
  const remember = async (): Promise<void> => {
    const { settled } = made;
    const declared = declarationsOf(config).map(({ key }) => key);
    await lock.save(environment, baseAfter(base, { settled, declared }, steps));
  };
  if (made.changes.length === 0) {
    await remember();
    return reportPlan(made, { changesAre: "ok" });
  }
  await confirm(made, session, given.yes);
  for await (const step of apply(made, store)) {
    steps.push(step);
    session.progress(`${steps.length} of ${made.changes.length} …`);
    if (step.outcome === "done") await remember();
  }
  return reportApply(made, steps);
}

/** Says a plan's notes beside the data, for scripts. */
export function noteAll({ notes }: Pick<Plan, "notes">, session: Session): void {
  for (const { key, message } of notes)
    session.warn({ rule: "plan.note", severity: "note", message, pointer: key });
}

async function confirm(
  made: Parameters<typeof reportPlan>[0],
  session: Session,
  yes: boolean,
): Promise<void> {
  if (!yes && session.host.terminal.stdin) {
    const { text } = await import("../report/formats/text.ts");
    const report = reportPlan(made, { changesAre: "ok" });
    session.note(text.render({ command: "plan", exitCode: 0, report, diagnostics: [] }));
  }
  await session.confirm("Apply this plan?", yes);
}
