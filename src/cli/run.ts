import { type Diagnostic, OpsError } from "../errors.ts";
import type { Outcome } from "../report/format.ts";
import { formats } from "../report/formats.ts";
import type { Report } from "../report/report.ts";
import { EXIT } from "./exit.ts";
import { findCommand } from "./find-command.ts";
import { helpFor, helpForAll, helpForGroup } from "./help.ts";
import type { Host } from "./host.ts";
import { didYouMean } from "./nearest.ts";
import { openSession, type Session } from "./session.ts";
import { version } from "./version.ts";

/** Runs one command line and says what the process should end with. Never throws. */
export async function run(argv: readonly string[], host: Host): Promise<number> {
  let name = "";
  let session: Session | undefined;
  try {
    const found = findCommand(argv);
    if (found.ask === "page")
      return answer(host, found.name === "version" ? `${version}\n` : helpForAll());
    if (found.ask === "verbs") return answer(host, helpForGroup(found.name));
    name = found.name;
    const command = await found.load();
    if (found.ask === "help") return answer(host, await helpFor(name, command));
    session = openSession(found.argv, host);
    const format = toFormat(session.asked.format);
    const report = await command.execute(found.argv, session);
    if (report === undefined) return EXIT.ok;
    const exitCode = EXIT[report.outcome];
    show(host, session, format.render(outcomeOf(name, exitCode, report, session.warnings)));
    return exitCode;
  } catch (error) {
    session?.progress("");
    const failure = explain(stopped(error, session), host, argv.includes("--debug"));
    if (wantsJson(argv)) {
      const warnings = session?.warnings ?? [];
      const outcome = outcomeOf(name, failure.exitCode, undefined, [
        ...failure.diagnostics,
        ...warnings,
      ]);
      host.print(toFormat("json").render(outcome));
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

function show(host: Host, session: Session, rendered: string): void {
  session.progress("");
  // A report says its notes in their place; only a script needs them apart.
  if (session.asked.format === "text")
    for (const warning of session.warnings)
      if (warning.severity !== "note") session.note(toLines(warning));
  host.print(rendered);
}

function toFormat(id: string): (typeof formats)[number] {
  const format = formats.find((known) => known.id === id);
  if (format) return format;
  const known = formats.map((each) => each.id);
  throw new OpsError("usage", `Cannot use --format: no format has this name`, {
    hint: didYouMean(id, known, `Formats: ${known.join(", ")}`),
  });
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
    const text = [message, ...diagnostics.map(toLines), ...(hint ? [`  ${hint}`] : [])].join("\n");
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

/** A diagnostic as an editor or a terminal makes a link of it. */
function toLines({ file, line, column, message, hint, pointer }: Diagnostic): string {
  const place = [file, line, column].filter((part) => part !== undefined).join(":");
  const first = [place, pointer].filter((part) => part !== undefined && part !== "").join(" ");
  return `  ${first ? `${first}: ` : ""}${message}${hint ? `\n    ${hint}` : ""}`;
}
