import { stripVTControlCharacters } from "node:util";
import { type ArgsDef, renderUsage } from "citty";
import type { Command } from "./command.ts";
import { commands } from "./commands.ts";
import { version } from "./version.ts";

/** The page of one command: usage, arguments, flags, examples. */
export async function helpFor(name: string, command: Command): Promise<string> {
  const usage = await renderUsage(
    { meta: { name, description: commands[name]?.about ?? "" }, args: command.args as ArgsDef },
    { meta: { name: "assay", version } },
  );
  const examples = command.examples.map((example) => `  assay ${example}`);
  return [stripVTControlCharacters(usage), "EXAMPLES", "", ...examples, ""].join("\n");
}

/** Every command with a line on each. Loads none of them. */
export function helpForAll(): string {
  return [
    `assay ${version}: experiments as code for PostHog`,
    "",
    "USAGE assay COMMAND [OPTIONS]",
    "",
    ...list(""),
    "",
    'Run "assay COMMAND --help" for its options and examples.',
    "",
  ].join("\n");
}

/** The verbs of one group, such as `experiment`. */
export function helpForGroup(group: string): string {
  return [`USAGE assay ${group} VERB [OPTIONS]`, "", ...list(`${group} `), ""].join("\n");
}

function list(prefix: string): string[] {
  const shown = Object.entries(commands).filter(([name]) => name.startsWith(prefix));
  const width = Math.max(...shown.map(([name]) => name.length));
  return shown.map(([name, { about }]) => `  ${name.padEnd(width)}  ${about}`);
}
