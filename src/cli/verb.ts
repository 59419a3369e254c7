import type { Diagnostic } from "../errors.ts";
import type { ExperimentDeclaration } from "../experiment/declaration.ts";
import type { Staged, Target } from "../experiment/stage.ts";
import { withCalls } from "../report/calls.ts";
import { reportExperiment } from "../report/experiment.ts";
import type { Report } from "../report/report.ts";
import { asked } from "./asked.ts";
import { keepUp } from "./keep-up.ts";
import type { Session } from "./session.ts";
import { experimentOf, openProject } from "./wiring.ts";

/** What a verb does to an experiment once somebody agrees. */
export interface Performance {
  readonly consent: () => Promise<void>;
  readonly act: (
    target: Target,
  ) => Promise<Staged & { readonly warnings?: readonly Diagnostic[]; readonly applies?: boolean }>;
}

/**
 * Carries a verb out on a declared experiment and reports what PostHog then holds. The lock keeps
 * up with its versions. Under `--dry-run` nobody is asked, and the calls are shown instead of sent.
 */
export async function perform(
  declaration: ExperimentDeclaration,
  { consent, act }: Performance,
  session: Session,
  given: { readonly "dry-run": boolean },
): Promise<Report> {
  const project = await openProject(session);
  const { base } = project;
  if (given["dry-run"]) {
    const { store, calls } = project.rehearsal();
    const staged = await act({ store, declaration, base });
    staged.warnings?.forEach(session.warn);
    return withCalls(reportOf(declaration, staged, session.now()), calls);
  }
  const staged = await act({ store: asked(project.store, consent), declaration, base });
  staged.warnings?.forEach(session.warn);
  await keepUp(project, staged);
  return reportOf(declaration, staged, session.now());
}

/** The declared experiment that a command line names. */
export async function declaredExperiment(
  session: Session,
  key: string,
): Promise<ExperimentDeclaration> {
  return experimentOf(await session.config(), key);
}

/** Notes stand in the report itself: only a script needs them apart. */
function reportOf(
  declaration: ExperimentDeclaration,
  { experiment, flag, warnings = [] }: Staged & { readonly warnings?: readonly Diagnostic[] },
  now: number,
): Report {
  const report = reportExperiment({ declaration, observed: experiment, flag }, now);
  const notes = warnings.filter(({ severity }) => severity === "note");
  const said = notes.map(({ message }) => ({ block: "text" as const, text: `Note: ${message}` }));
  return { ...report, blocks: [...report.blocks, ...said] };
}
