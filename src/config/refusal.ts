import { OpsError } from "../errors.ts";
import type { Diagnostic } from "../errors.ts";
import type { Places } from "./places.ts";
import { pointerOf } from "./problem.ts";
import type { Problem } from "./problem.ts";
import { redact } from "./secret.ts";

/** What is wrong with one file. */
export interface Wrong {
  readonly file: string;
  readonly problems: readonly Diagnostic[];
}

/** A problem with its place in the text. */
export function toDiagnostic(
  { rule, path, end, message, hint }: Problem,
  places: Places,
): Diagnostic {
  return {
    rule,
    severity: "error",
    message,
    ...(hint !== undefined && { hint }),
    ...places[end](path),
    pointer: pointerOf(path),
  };
}

/** The error `config` that lists every problem, those of a file in its order. Repeats no secret. */
export function refusal(what: string, files: readonly Wrong[]): OpsError {
  const diagnostics = files.flatMap(({ file, problems }) =>
    problems
      .map((problem) => ({ ...problem, ...redacted(problem), file }))
      .toSorted(
        (left, right) =>
          (left.line ?? 0) - (right.line ?? 0) || (left.column ?? 0) - (right.column ?? 0),
      ),
  );
  const count = diagnostics.length === 1 ? "one problem" : `${diagnostics.length} problems`;
  const where = files.length === 1 ? `"${files[0]?.file}"` : `${files.length} files`;
  return new OpsError("config", `Cannot use ${what}: ${count} in ${where}`, { diagnostics });
}

/** Keys are names, but a name too may hold a secret. */
function redacted({ message, hint, pointer }: Diagnostic): Partial<Diagnostic> {
  return {
    message: redact(message),
    ...(hint !== undefined && { hint: redact(hint) }),
    ...(pointer !== undefined && { pointer: redact(pointer) }),
  };
}
