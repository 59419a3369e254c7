import manifest from "../../../package.json" with { type: "json" };
import type { Severity } from "../../privacy/finding.ts";
import { counted, type FindingGroup, groupFindings, sentenceOf } from "../findings.ts";
import { trustOf } from "../findings-trust.ts";
import { fitting, sizeBytes } from "../fitting.ts";
import type { Format, Outcome } from "../format.ts";
import type { Json } from "../report.ts";
import { escapeMarkdown } from "./markdown.ts";

/**
 * SARIF 2.1.0 for code scanning (`privacy-rules.md` 10). Code scanning shows what lies in the
 * repository, so a result points at the config that declares the thing and names its log in the
 * message; it matches alerts by `primaryLocationLineHash` alone.
 */
export const sarif: Format = {
  id: "sarif",
  about: "SARIF 2.1.0 for code scanning",
  needs: "findings",
  places: "repository",
  render: ({ command, exitCode, report, say, packedBytes = sizeBytes }) => {
    const groups = groupFindings(report?.findings ?? []);
    const write = (shown: number): string => toLog(groups, shown, { command, exitCode, report });
    const fits = (text: string): boolean =>
      sizeBytes(text) <= MAX_BYTES || packedBytes(text) <= MAX_BYTES;
    const { text, shown } = fitting(Math.min(groups.length, MAX_RESULTS), write, fits);
    if (shown < groups.length) say?.(cutText(groups.length - shown));
    return text;
  },
};

/** Code scanning refuses a run with more results, and a file that is larger once compressed. */
const MAX_RESULTS = 25_000;
const MAX_BYTES = 10_000_000;

const cutText = (left: number): string =>
  `${counted(left, "more result")} ${left === 1 ? "is" : "are"} left out: code scanning takes ${MAX_RESULTS}, and 10 MB of gzip`;

function toLog(
  groups: readonly FindingGroup[],
  shown: number,
  { command, exitCode, report }: Pick<Outcome, "command" | "exitCode" | "report">,
): string {
  const kept = groups.slice(0, shown);
  const rules = gravestOfEach(kept);
  const places = new Map(rules.map(({ first }, index) => [first.rule, index]));
  const left = groups.length - shown;
  const notice = { level: "warning", message: { text: cutText(left) } };
  const invocation = {
    executionSuccessful: report?.outcome !== "interrupted",
    exitCode,
    ...(left > 0 && { toolExecutionNotifications: [notice] }),
  };
  const log = {
    $schema: "https://json.schemastore.org/sarif-2.1.0.json",
    version: "2.1.0",
    runs: [
      {
        tool: {
          driver: {
            name: manifest.name,
            semanticVersion: manifest.version,
            informationUri: `pkg:npm/${manifest.name}@${manifest.version}`,
            rules: rules.map(toRule),
          },
        },
        automationDetails: { id: `${manifest.name}/${command.replaceAll(" ", "/")}/` },
        invocations: [invocation],
        results: kept.map((group) => toResult(group, places)),
      },
    ],
  };
  return `${JSON.stringify(log, null, 2)}\n`;
}

const LEVELS: Readonly<Record<Severity, string>> = {
  error: "error",
  warning: "warning",
  note: "note",
};

/** What code scanning sorts alerts by: a number from 0 to 10, as text. */
const WEIGHTS: Readonly<Record<Severity, string>> = { error: "8.0", warning: "5.0", note: "2.0" };

/** One group of each rule: the first, for findings stand by severity. */
function gravestOfEach(groups: readonly FindingGroup[]): FindingGroup[] {
  const rules = new Map<string, FindingGroup>();
  for (const group of groups) if (!rules.has(group.first.rule)) rules.set(group.first.rule, group);
  return [...rules.values()];
}

/** A message says what is wrong, a colon, and what to do: code scanning titles alerts by the first. */
function toRule({ first: { rule, severity, message } }: FindingGroup): Json {
  const trust = trustOf(rule);
  const [title = rule] = message.split(": ");
  return {
    id: rule,
    name: rule.replaceAll(/(?:^|[.-])([a-z0-9])/g, (_, letter: string) => letter.toUpperCase()),
    shortDescription: { text: title },
    fullDescription: { text: message },
    help: { text: `${message}. Found by: ${trust.toLowerCase()}`, markdown: helpOf(rule, message) },
    defaultConfiguration: { level: LEVELS[severity] },
    properties: {
      tags: ["privacy", "security"],
      precision: trust === "String rules" ? "high" : "very-high",
      "security-severity": WEIGHTS[severity],
    },
  };
}

const helpOf = (rule: string, message: string): string =>
  `\`${rule}\`, found by ${trustOf(rule).toLowerCase()}.\n\n${escapeMarkdown(message)}`;

function toResult(group: FindingGroup, places: ReadonlyMap<string, number>): Json {
  const { rule, severity, fingerprint, declared } = group.first;
  return {
    ruleId: rule,
    ruleIndex: places.get(rule) ?? -1,
    level: LEVELS[severity],
    message: { text: sentenceOf(group) },
    locations: [
      {
        physicalLocation: {
          artifactLocation: { uri: toUri(declared.path) },
          region: { startLine: declared.line },
        },
      },
    ],
    partialFingerprints: { primaryLocationLineHash: `${fingerprint}:1` },
  };
}

/** A relative reference: forward slashes, everything else that a URI cannot hold escaped. */
function toUri(path: string): string {
  return path
    .split(/[/\\]/)
    .map((part) => encodeURIComponent(part))
    .join("/");
}
