import type { Declaration } from "../experiment/declaration.ts";
import { type Mark, markOf } from "../experiment/mark.ts";
import { observe } from "../experiment/observe.ts";
import type { ObservedExperiment, ObservedFlag } from "../experiment/observed.ts";
import { plan } from "../experiment/plan.ts";
import { isRemote, toSubject } from "../experiment/subject.ts";
import type { Project } from "./wiring.ts";

/** One declaration beside what PostHog holds. */
export interface Surveyed<Declared extends Declaration> {
  readonly declaration: Declared;
  readonly flag: ObservedFlag | undefined;
  readonly observed: ObservedExperiment | undefined;
  /** Undefined for what has no remote side. */
  readonly mark: Mark | undefined;
}

/** Looks at declarations in PostHog; writes nothing. */
export async function survey<Declared extends Declaration>(
  declarations: readonly Declared[],
  { config, store, base }: Project,
): Promise<Surveyed<Declared>[]> {
  const observed = await observe(store, declarations);
  const { environment } = config;
  const { changes } = plan({ declarations, observed, base, environment });
  return declarations.map((declaration) => {
    const { flag, experiment } = toSubject(declaration, observed, base);
    const mark = isRemote(declaration) ? markOf(declaration.key, changes) : undefined;
    return { declaration, flag, observed: experiment, mark };
  });
}
