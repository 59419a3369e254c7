import type { Diagnostic } from "../errors.ts";
import type { ExperimentDeclaration } from "../experiment/declaration.ts";
import type { Staged, Target } from "../experiment/stage.ts";
import { withCalls } from "../report/calls.ts";
import { reportExperiment } from "../report/experiment.ts";
import { movesSentence } from "../report/plan.ts";
import type { Report } from "../report/report.ts";
import { keepUp } from "./keep-up.ts";
import type { Session } from "./session.ts";
import { experimentOf, openProject } from "./wiring.ts";

/** What a verb does to an experiment once somebody agrees. */
export interface Performance {
  /** Asks; `moved` says who would enter, leave or switch, where anybody does. */
  readonly consent: (moved: string | undefined) => Promise<void>;
  readonly act: (target: Target) => Promise<Performed>;
}

type Performed = Staged & {
  readonly warnings?: readonly Diagnostic[];
  readonly applies?: boolean;
};

/**
 * Carries a verb out on a declared experiment and reports what PostHog then holds. The lock keeps
 * up with it. Under `--dry-run` nobody is asked, and the calls are shown instead of sent.
 */
export async function perform(
  declaration: ExperimentDeclaration,
  { consent, act }: Performance,
  session: Session,
  given: { readonly "dry-run": boolean },
): Promise<Report> {
  const project = await openProject(session);
  const { base } = project;
  const dry = given["dry-run"] ? project.rehearsal() : undefined;
  let moved: string | undefined;
  const staged = await act({
    store: dry?.store ?? project.store,
    declaration,
    base,
    consent: async (moves) => {
      moved = movesSentence(moves);
      if (dry === undefined) await consent(moved);
    },
  });
  staged.warnings?.forEach(session.warn);
  const report = reportOf(declaration, staged, { moved, now: session.now() });
  if (dry !== undefined) return withCalls(report, dry.calls);
  await keepUp(project, staged);
  return report;
}

/** A question with who would move, in one line. */
export function asking(question: string, moved: string | undefined): string {
  return moved === undefined ? question : `${question} ${moved}.`;
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
  { experiment, flag, warnings = [] }: Performed,
  { moved, now }: { readonly moved: string | undefined; readonly now: number },
): Report {
  const report = reportExperiment({ declaration, observed: experiment, flag }, now);
  const notes = warnings.filter(({ severity }) => severity === "note");
  const said = [...notes.map(({ message }) => `Note: ${message}`), ...(moved ? [moved] : [])];
  return {
    ...report,
    blocks: [...report.blocks, ...said.map((text) => ({ block: "text" as const, text }))],
  };
}
