import { appendFile } from "node:fs/promises";
import { resolve } from "node:path";
import { writeAtomically } from "../disk/atomic.ts";
import { codeOf } from "../disk/file-error.ts";
import type { Diagnostic } from "../errors.ts";
import type { Format, Outcome } from "../report/format.ts";
import type { Host } from "./host.ts";
import type { Session } from "./session.ts";

/** What writing a result needs of a session. */
export type Desk = Pick<Session, "asked" | "note" | "progress" | "warnings"> & {
  readonly host: Pick<Host, "cwd" | "env" | "print" | "terminal">;
};

/**
 * Writes a result where it belongs: standard output, or the file that the report names, and what
 * the format puts beside it. Throws `config` when the file cannot be written, and a plain error, with
 * nothing written, when it would repeat a value that no output may.
 */
export async function deliver(format: Format, outcome: Outcome, session: Desk): Promise<void> {
  session.progress("");
  const out = outcome.report?.out;
  const { terminal } = session.host;
  const isShown = out === undefined && terminal.stdout;
  const rendered = format.render(isShown ? { ...outcome, width: terminal.columns } : outcome);
  const beside = format.beside?.render(outcome) ?? "";
  if (outcome.report?.repeats?.(`${rendered}\n${beside}`) === true)
    throw new Error("report.self-leak: the report would repeat a value of a log");
  if (out !== undefined) await writeAtomically(resolve(session.host.cwd(), out), rendered);
  await addBeside(format.beside?.variable, beside, session);
  // A report says its notes in their place; only a script needs them apart.
  if (session.asked.format !== "json")
    for (const warning of session.warnings)
      if (warning.severity !== "note") session.note(toLines(warning));
  if (out === undefined) session.host.print(rendered);
}

/** What is beside the result is a service of the platform: failing to add it fails nothing. */
async function addBeside(
  variable: string | undefined,
  text: string,
  { host, note }: Desk,
): Promise<void> {
  const path = variable === undefined ? undefined : host.env[variable];
  if (path === undefined || path === "") return;
  try {
    await appendFile(resolve(host.cwd(), path), text);
  } catch (error) {
    note(`Cannot write the file that ${variable} names: ${codeOf(error)}`);
  }
}

/** A diagnostic as an editor or a terminal makes a link of it. */
export function toLines({ file, line, column, message, hint, pointer }: Diagnostic): string {
  const place = [file, line, column].filter((part) => part !== undefined).join(":");
  const first = [place, pointer].filter((part) => part !== undefined && part !== "").join(" ");
  return `  ${first ? `${first}: ` : ""}${message}${hint ? `\n    ${hint}` : ""}`;
}
