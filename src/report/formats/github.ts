import type { Severity } from "../../privacy/finding.ts";
import { counted, type FindingGroup, groupFindings, placesOf } from "../findings.ts";
import type { Format } from "../format.ts";
import { MAX_BYTES, toMarkdown } from "./markdown.ts";

/**
 * Workflow commands, one for each rule, gravest first. GitHub shows ten of each severity for a
 * step and drops the rest without a word, so the last line counts what is left, and the step
 * summary lists everything (`prior-art-cli.md` 3).
 */
export const github: Format = {
  id: "github",
  about: "annotations of a GitHub workflow, and its step summary",
  needs: "findings",
  places: "repository",
  beside: { variable: "GITHUB_STEP_SUMMARY", maxBytes: MAX_BYTES, render: toMarkdown },
  render: ({ command, report }) => {
    const rules = byRule(groupFindings(report?.findings ?? []));
    const crowded = Object.values<Severity>(["error", "warning", "note"]).some(
      (severity) => rules.filter((rule) => severityOf(rule) === severity).length > MAX_SHOWN,
    );
    const room = {
      error: MAX_SHOWN,
      warning: MAX_SHOWN,
      note: crowded ? MAX_SHOWN - 1 : MAX_SHOWN,
    };
    const shown = rules.filter((rule) => room[severityOf(rule)]-- > 0);
    const left = rules.filter((rule) => !shown.includes(rule));
    return [...shown.map(toCommand), ...restOf(left, command)].map((line) => `${line}\n`).join("");
  },
};

/** Annotations of one severity that GitHub shows for a step. */
const MAX_SHOWN = 10;

/** The groups of one rule; there is always a first. */
type Rule = readonly [FindingGroup, ...FindingGroup[]];

const severityOf = ([{ first }]: Rule): Severity => first.severity;

function byRule(groups: readonly FindingGroup[]): Rule[] {
  const rules = new Map<string, [FindingGroup, ...FindingGroup[]]>();
  for (const group of groups) {
    const key = `${group.first.severity} ${group.first.rule}`;
    const rule = rules.get(key);
    if (rule === undefined) rules.set(key, [group]);
    else rule.push(group);
  }
  return [...rules.values()];
}

const COMMANDS: Readonly<Record<Severity, string>> = {
  error: "error",
  warning: "warning",
  note: "notice",
};

function toCommand(groups: Rule): string {
  const [{ first }] = groups;
  const { path, line } = first.declared;
  const places = groups.map(
    (group) => `${group.first.pointer || "-"} ×${group.count} (${placesOf(group)})`,
  );
  const properties = Object.entries({ file: path, line: String(line), title: first.rule })
    .map(([name, value]) => `${name}=${escapeProperty(value)}`)
    .join(",");
  const shown = places.slice(0, SHOWN_PLACES);
  const rest = places.length - shown.length;
  const text = [first.message, ...shown, ...(rest > 0 ? [`… and ${rest} more`] : [])].join("\n");
  return `::${COMMANDS[first.severity]} ${properties}::${escapeMessage(text)}`;
}

/** More would not be read in an annotation. */
const SHOWN_PLACES = 10;

function restOf(left: readonly Rule[], command: string): string[] {
  if (left.length === 0) return [];
  const said = `${counted(left.length, "more rule")} found something: see the step summary, or --format json`;
  return [`::notice title=${escapeProperty(command)}::${escapeMessage(said)}`];
}

function escapeMessage(text: string): string {
  return text.replaceAll("%", "%25").replaceAll("\r", "%0D").replaceAll("\n", "%0A");
}

function escapeProperty(text: string): string {
  return escapeMessage(text).replaceAll(":", "%3A").replaceAll(",", "%2C");
}
