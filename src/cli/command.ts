import type { Need } from "../report/format.ts";
import type { Report } from "../report/report.ts";
import { type ArgsSpec, type Given, globals, parseArguments } from "./arguments.ts";
import type { Session } from "./session.ts";

/** A command as the tool runs it. Its name and its line of help stand in `commands.ts`. */
export interface Command {
  readonly args: ArgsSpec;
  /** Command lines that teach, without the tool's name. */
  readonly examples: readonly string[];
  /** What its report has for the formats that need more than blocks. */
  readonly reports: readonly Need[];
  /** Undefined: the command wrote a stream of its own, as `dev` does. */
  readonly execute: (argv: readonly string[], session: Session) => Promise<Report | undefined>;
}

/**
 * A command is arguments → report: it names its arguments, wires one use-case and returns a
 * report. It prints nothing, exits nothing and decides nothing.
 */
export function command<const T extends ArgsSpec>(definition: {
  readonly args: T;
  readonly examples: readonly string[];
  readonly reports?: readonly Need[];
  readonly run: (given: Given<T>, session: Session) => Promise<Report | undefined>;
}): Command {
  const { args, examples, reports = [], run } = definition;
  return {
    args: { ...args, ...globals },
    examples,
    reports,
    execute: async (argv, session) => run(parseArguments(argv, args, globals), session),
  };
}
