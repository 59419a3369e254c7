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
