import { resolve } from "node:path";
import { codeOf } from "../disk/file-error.ts";
import type { Diagnostic } from "../errors.ts";
import { byCells } from "../report/cells.ts";
import type { Format, Outcome } from "../report/format.ts";
import type { Host } from "./host.ts";
import { pathInRepository } from "./repository.ts";
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
export async function deliver(format: Format, given: Outcome, session: Desk): Promise<void> {
  session.progress("");
  const { host, note } = session;
  // What a repository's platform reads is uploaded packed; other formats do without the packer.
  const packing = format.places === "repository" ? { packedBytes: await packer() } : {};
  const outcome = { ...placed(format, given, host), say: note, ...packing };
  const out = outcome.report?.out;
  const isShown = out === undefined && host.terminal.stdout;
  const shown = isShown ? { ...outcome, width: host.terminal.columns } : outcome;
  const rendered = await byCells((cells) => format.render({ ...shown, cells }));
  const beside = await besideOf(format, outcome, session);
  if (outcome.report?.repeats?.(`${rendered}\n${beside?.text ?? ""}`) === true)
    throw new Error("report.self-leak: the report would repeat a value of a log");
  if (out !== undefined) {
    const { writeAtomically } = await import("../disk/atomic.ts");
    await writeAtomically(resolve(host.cwd(), out), rendered);
  }
  if (beside !== undefined) await addBeside(beside, session);
  // A report says its notes in their place; only a script needs them apart.
  if (session.asked.format !== "json")
    for (const warning of session.warnings) if (warning.severity !== "note") note(toLines(warning));
  if (out === undefined) host.print(rendered);
}

async function packer(): Promise<(text: string) => number> {
  const { gzipSync } = await import("node:zlib");
  return (text) => gzipSync(text).length;
}

/** The outcome with its findings placed where the format's platform looks for them. */
function placed(format: Format, outcome: Outcome, host: Desk["host"]): Outcome {
  const { report } = outcome;
  if (format.places !== "repository" || report?.findings === undefined) return outcome;
  const paths = new Set(report.findings.map(({ declared }) => declared.path));
  const known = new Map([...paths].map((path) => [path, pathInRepository(path, host)]));
  const findings = report.findings.map((finding) => {
    const { path, line } = finding.declared;
    return { ...finding, declared: { path: known.get(path) ?? path, line } };
  });
  return { ...outcome, report: { ...report, findings } };
}

/** What is to be added to a file that the environment names. */
interface Beside {
  readonly variable: string;
  readonly path: string;
  readonly text: string;
}

/** The platform refuses the whole file when it is too large, so what others wrote counts too. */
async function besideOf(
  { beside }: Format,
  outcome: Outcome,
  { host, note }: Desk,
): Promise<Beside | undefined> {
  const named = beside && host.env[beside.variable];
  if (beside === undefined || named === undefined || named === "") return undefined;
  const { variable, maxBytes, render } = beside;
  const path = resolve(host.cwd(), named);
  const text = render(outcome, maxBytes - (await sizeBytes(path)));
  if (text !== "") return { variable, path, text };
  note(`Nothing is added to the file that ${variable} names: it is full`);
  return undefined;
}

/** How large a file is; 0 while it is not there. */
async function sizeBytes(path: string): Promise<number> {
  const { stat } = await import("node:fs/promises");
  return stat(path).then(
    ({ size }) => size,
    () => 0,
  );
}

/** What is beside the result is a service of the platform: failing to add it fails nothing. */
async function addBeside({ variable, path, text }: Beside, { note }: Desk): Promise<void> {
  const { appendFile } = await import("node:fs/promises");
  try {
    await appendFile(path, text);
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
