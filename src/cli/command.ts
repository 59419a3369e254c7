import type { Report } from "../report/report.ts";
import { type ArgsSpec, type Given, globals, parseArguments } from "./arguments.ts";
import type { Session } from "./session.ts";

/** A command as the tool runs it. Its name and its line of help stand in `commands.ts`. */
export interface Command {
  readonly args: ArgsSpec;
  /** Command lines that teach, without the tool's name. */
  readonly examples: readonly string[];
  readonly execute: (argv: readonly string[], session: Session) => Promise<Report>;
}

/**
 * A command is arguments → report: it names its arguments, wires one use-case and returns a
 * report. It prints nothing, exits nothing and decides nothing.
 */
export function command<const T extends ArgsSpec>(definition: {
  readonly args: T;
  readonly examples: readonly string[];
  readonly run: (given: Given<T>, session: Session) => Promise<Report>;
}): Command {
  const args: ArgsSpec = { ...definition.args, ...globals };
  return {
    args,
    examples: definition.examples,
    execute: async (argv, session) =>
      definition.run(parseArguments(argv, args) as Given<T>, session),
  };
}
