import { commands } from "./commands.ts";
import { version } from "./version.ts";

/** The page of the tool's own that a line without a command asks for, if nothing else is on it. */
export function pageOf(argv: readonly string[]): string | undefined {
  const [flag = "--help", ...others] = argv;
  if (others.length > 0) return undefined;
  if (flag === "--version") return versionPage();
  return flag === "--help" || flag === "-h" ? helpForAll() : undefined;
}

/** The tool's version. */
export function versionPage(): string {
  return `${version}\n`;
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
