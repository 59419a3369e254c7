import { OpsError } from "../errors.ts";

/** What went wrong on this machine while the application went on. */
export interface Problems {
  /** Tells of a problem, once. */
  readonly tell: (problem: unknown) => void;
  /** What was told, each in one line. */
  readonly told: () => readonly string[];
}

/** @param onProblem what it throws is its own */
export function createProblems(onProblem: (problem: OpsError) => void = () => {}): Problems {
  const told = new Set<string>();
  return {
    tell: (cause) => {
      const problem = cause instanceof OpsError ? cause : unforeseen(cause);
      if (told.has(problem.message)) return;
      told.add(problem.message);
      try {
        onProblem(problem);
      } catch {
        // Nobody here can do anything about it.
      }
    },
    told: () => [...told],
  };
}

function unforeseen(cause: unknown): OpsError {
  return new OpsError("unavailable", "Cannot keep what is known on this machine", { cause });
}
