import { type Diagnostic, OpsError } from "../errors.ts";
import type { Format, Need, Outcome } from "../report/format.ts";
import { formats } from "../report/formats.ts";
import { json } from "../report/formats/json.ts";
import type { Report } from "../report/report.ts";
import { deliver, toLines } from "./deliver.ts";
import { EXIT } from "./exit.ts";
import { changesUntil, type FileChanges } from "./file-changes.ts";
import { findCommand } from "./find-command.ts";
import { helpFor } from "./help.ts";
import type { Host } from "./host.ts";
import { didYouMean } from "./nearest.ts";
import { helpForAll, helpForGroup, versionPage } from "./pages.ts";
import { openSession, type Session } from "./session.ts";
import { version } from "./version.ts";

/**
 * Runs one command line, again and again where it watches files, and says what the process should
 * end with. Never throws.
 */
export async function runCommand(argv: readonly string[], host: Host): Promise<number> {
  const changes = changesUntil(host.interrupted);
  let code = await runOnce(argv, host, changes);
  while (changes.isWatching() && (await changes.next())) code = await runOnce(argv, host, changes);
  changes.close();
  return changes.isWatching() ? EXIT.interrupted : code;
}

async function runOnce(argv: readonly string[], host: Host, changes: FileChanges): Promise<number> {
  let name = "";
  let session: Session | undefined;
  try {
    const found = findCommand(argv);
    if (found.ask === "page")
      return answer(host, found.name === "version" ? versionPage() : helpForAll());
    if (found.ask === "verbs") return answer(host, helpForGroup(found.name));
    name = found.name;
    const command = await found.load();
    if (found.ask === "help") return answer(host, await helpFor(name, command));
    session = openSession(found.argv, { host, command: name, watch: changes.watch });
    const format = toFormat(session.asked.format, command.reports);
    const report = await command.execute(found.argv, session);
    if (report === undefined) return EXIT.ok;
    const exitCode = EXIT[report.outcome];
    await deliver(format, outcomeOf(name, exitCode, report, session.warnings), session);
    return exitCode;
  } catch (error) {
    session?.progress("");
    const failure = explain(stopped(error, session), host, argv.includes("--debug"));
    if (wantsJson(argv) && session?.hasStreamed() !== true) {
      const warnings = session?.warnings ?? [];
      const outcome = outcomeOf(name, failure.exitCode, undefined, [
        ...failure.diagnostics,
        ...warnings,
      ]);
      host.print(json.render(outcome));
    } else host.say(failure.text);
    return failure.exitCode;
  }
}

function answer(host: Host, text: string): number {
  host.print(text);
  return EXIT.ok;
}

const outcomeOf = (
  command: string,
  exitCode: number,
  report: Report | undefined,
  diagnostics: readonly Diagnostic[],
): Outcome => ({ command, exitCode, report, diagnostics });

/** The format of that name, if the command's report can be written in it; asked before it runs. */
function toFormat(id: string, reports: readonly Need[]): Format {
  const able = formats.filter(({ needs }) => needs === undefined || reports.includes(needs));
  const format = able.find((known) => known.id === id);
  if (format) return format;
  const known = able.map((each) => each.id);
  const foreign = formats.some((each) => each.id === id);
  throw new OpsError(
    "usage",
    foreign
      ? "Cannot use --format: this command has nothing to write in it"
      : "Cannot use --format: no format has this name",
    {
      hint: foreign
        ? `Formats: ${known.join(", ")}`
        : didYouMean(id, known, `Formats: ${known.join(", ")}`),
    },
  );
}

function wantsJson(argv: readonly string[]): boolean {
  const at = argv.indexOf("--format");
  return (
    argv.includes("--json") ||
    argv.includes("--format=json") ||
    (at >= 0 && argv[at + 1] === "json")
  );
}

/** An abort surfaces as whatever was being waited for; what the person did names it better. */
function stopped(error: unknown, session: Session | undefined): unknown {
  if (session?.host.interrupted.aborted)
    return new OpsError("interrupted", "Stopped: interrupted", { cause: error });
  if (session?.signal.aborted)
    return new OpsError("unavailable", "Cannot finish: the time given by --timeout is over", {
      hint: "Give more time, or try again when PostHog answers faster",
      cause: error,
    });
  return error;
}

/** The one place that turns errors into words. */
function explain(
  error: unknown,
  host: Host,
  debug: boolean,
): { exitCode: number; text: string; diagnostics: readonly Diagnostic[] } {
  if (error instanceof OpsError) {
    const { kind, message, hint, diagnostics } = error;
    const own: Diagnostic = { rule: kind, severity: "error", message, ...(hint && { hint }) };
    // A message that says already what its diagnostics say is not followed by them.
    const more = diagnostics.filter((diagnostic) => !message.includes(diagnostic.message));
    const text = [message, ...more.map(toLines), ...(hint ? [`  ${hint}`] : [])].join("\n");
    return {
      exitCode: EXIT[kind],
      text: debug ? `${text}\n${error.stack}\n` : `${text}\n`,
      diagnostics: diagnostics.length > 0 ? diagnostics : [own],
    };
  }
  const trace =
    error instanceof Error ? (error.stack ?? error.message) : "a throw that is no error";
  const message = "This is a bug in assay";
  const hint = `Please report it with the lines below (assay ${version}, ${host.platform})`;
  return {
    exitCode: EXIT.bug,
    text: `${message}\n  ${hint}\n${trace}\n`,
    diagnostics: [{ rule: "bug", severity: "error", message, hint }],
  };
}
