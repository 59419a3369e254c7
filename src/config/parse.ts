import type { Config } from "./config.ts";
import { environmentOf } from "./environment.ts";
import { problemsOf } from "./problems.ts";
import { refusal, toDiagnostic } from "./refusal.ts";
import { rules } from "./rules.ts";
import { document } from "./schema/document.ts";
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
  if ("rule" in toml)
    throw refusal("config", [{ file: options.file, problems: [toml, ...secretsOf(source)] }]);

  const { tree } = toml;
  // A config is read once: compiling its schema takes longer than it saves.
  const read = document.safeParse(tree, { jitless: true });
  const problems = [
    ...problemsOf(read.error?.issues ?? [], tree),
    ...rules.flatMap((rule) => rule(tree)),
  ].map((problem) => toDiagnostic(problem, toml.places));
  const diagnostics = [...problems, ...secretsOf(source, toml)];
  if (!read.success || diagnostics.length > 0)
    throw refusal("config", [{ file: options.file, problems: diagnostics }]);

  const { posthog, environments, ...rest } = read.data;
  return {
    file: options.file,
    ...rest,
    ...environmentOf(posthog, environments, options.environment),
    locate: (path) => toml.places.key(path),
  };
}
