import { apply, baseAfter, type Step } from "../experiment/apply.ts";
import type { Declaration } from "../experiment/declaration.ts";
import { requireLegal } from "../experiment/legality.ts";
import { observe } from "../experiment/observe.ts";
import { plan } from "../experiment/plan.ts";
import { reportApply, reportPlan } from "../report/plan.ts";
import type { Report } from "../report/report.ts";
import type { Session } from "./session.ts";
import type { Project } from "./wiring.ts";

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
  const keep = { declared: Object.keys({ ...base.flags, ...base.experiments }) };
  const remembered = { settled: made.settled, declared: [...keep.declared, ...made.declared] };
  if (given["dry-run"] || made.changes.length === 0) {
    if (!given["dry-run"]) {
      requireLegal(made.refusals);
      await lock.save(environment, baseAfter(base, remembered, []));
    }
    return reportPlan(made, { changesAre: "ok" });
  }
  requireLegal(made.refusals);
  await confirm(made, session, given.yes);
  const steps: Step[] = [];
  for await (const step of apply(made, store)) {
    steps.push(step);
    session.progress(`${steps.length} of ${made.changes.length} …`);
    if (step.outcome === "done") await lock.save(environment, baseAfter(base, remembered, steps));
  }
  return reportApply(made, steps);
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
