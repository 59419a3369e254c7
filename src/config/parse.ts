import { OpsError } from "../errors.ts";
import type { Diagnostic } from "../errors.ts";
import type { Config } from "./config.ts";
import { environmentOf } from "./environment.ts";
import type { Places } from "./places.ts";
import { pointerOf } from "./problem.ts";
import type { Problem } from "./problem.ts";
import { problemsOf } from "./problems.ts";
import { rules } from "./rules.ts";
import { document } from "./schema/document.ts";
import { redact } from "./secret.ts";
import { secretsOf } from "./secrets.ts";
import { readToml } from "./toml.ts";

/**
 * The config that TOML text declares, with its defaults, for one environment. `file` is only a
 * name for messages. Throws `config` with every problem at once as diagnostics, in the order of
 * the file, and `usage` when the environment is not declared. No message repeats a value.
 */
export function parseConfig(
  text: string,
  options: { readonly file: string; readonly environment?: string },
): Config {
  const source = text.replace(/^\uFEFF/, "");
  const toml = readToml(source);
  if ("rule" in toml) throw refusal([toml, ...secretsOf(source)], options.file);

  const { tree } = toml;
  // A config is read once: compiling its schema takes longer than it saves.
  const read = document.safeParse(tree, { jitless: true });
  const problems = [
    ...problemsOf(read.error?.issues ?? [], tree),
    ...rules.flatMap((rule) => rule(tree)),
  ].map((problem) => diagnosticOf(problem, toml.places));
  const diagnostics = [...problems, ...secretsOf(source, toml)];
  if (!read.success || diagnostics.length > 0) throw refusal(diagnostics, options.file);

  const { posthog, environments, ...rest } = read.data;
  return {
    file: options.file,
    ...rest,
    ...environmentOf(posthog, environments, options.environment),
    locate: (path) => toml.places.key(path),
  };
}

function diagnosticOf({ rule, path, end, message, hint }: Problem, places: Places): Diagnostic {
  return {
    rule,
    severity: "error",
    message,
    ...(hint !== undefined && { hint }),
    ...places[end](path),
    pointer: pointerOf(path),
  };
}

function refusal(problems: readonly Diagnostic[], file: string): OpsError {
  const diagnostics = problems
    .map((problem) => ({ ...problem, ...redacted(problem), file }))
    .toSorted(
      (left, right) =>
        (left.line ?? 0) - (right.line ?? 0) || (left.column ?? 0) - (right.column ?? 0),
    );
  const count = diagnostics.length === 1 ? "one problem" : `${diagnostics.length} problems`;
  return new OpsError("config", `Cannot use config: ${count} in "${file}"`, { diagnostics });
}

/** Keys are names, but a name too may hold a secret. */
function redacted({ message, hint, pointer }: Diagnostic): Partial<Diagnostic> {
  return {
    message: redact(message),
    ...(hint !== undefined && { hint: redact(hint) }),
    ...(pointer !== undefined && { pointer: redact(pointer) }),
  };
}
