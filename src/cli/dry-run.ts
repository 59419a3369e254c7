import { apply } from "../experiment/apply.ts";
import type { Plan } from "../experiment/plan.ts";
import { withCalls } from "../report/calls.ts";
import { reportPlan } from "../report/plan.ts";
import type { Report } from "../report/report.ts";
import type { Project } from "./wiring.ts";

/** What `--dry-run` answers for a plan: the plan, and each call that would carry it out. */
export async function rehearse(
  made: Plan,
  { rehearsal }: Pick<Project, "rehearsal">,
): Promise<Report> {
  const { store, calls } = rehearsal();
  for await (const step of apply(made, store)) if (step.outcome === "failed") throw step.error;
  return withCalls(reportPlan(made, { changesAre: "ok" }), calls);
}
