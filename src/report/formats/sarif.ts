import manifest from "../../../package.json" with { type: "json" };
import type { Severity } from "../../privacy/finding.ts";
import { type FindingGroup, groupFindings, sentenceOf } from "../findings.ts";
import { trustOf } from "../findings-trust.ts";
import type { Format } from "../format.ts";
import type { Json } from "../report.ts";

/**
 * SARIF 2.1.0 for code scanning (`privacy-rules.md` 10). Code scanning shows what lies in the
 * repository, so a result points at the config that declares the thing and names its log in the
 * message; it matches alerts by `primaryLocationLineHash` alone.
 */
export const sarif: Format = {
  id: "sarif",
  about: "SARIF 2.1.0 for code scanning",
  needs: "findings",
  render: ({ command, exitCode, report }) => {
    const groups = groupFindings(report?.findings ?? []);
    const shown = groups.slice(0, MAX_RESULTS);
    const rules = [...new Map(shown.map((group) => [group.first.rule, group]))];
    const places = new Map(rules.map(([rule], index) => [rule, index]));
    const log = {
      $schema: "https://json.schemastore.org/sarif-2.1.0.json",
      version: "2.1.0",
      runs: [
        {
          tool: {
            driver: {
              name: manifest.name,
              semanticVersion: manifest.version,
              rules: rules.map(([, group]) => toRule(group)),
            },
          },
          automationDetails: { id: `${manifest.name}/${command.replaceAll(" ", "/")}/` },
          invocations: [
            { executionSuccessful: true, exitCode, ...cut(groups.length - shown.length) },
          ],
          results: shown.map((group) => toResult(group, places)),
        },
      ],
    };
    return `${JSON.stringify(log, null, 2)}\n`;
  },
};

/** Code scanning refuses a run with more. */
const MAX_RESULTS = 25_000;

const LEVELS: Readonly<Record<Severity, string>> = {
  error: "error",
  warning: "warning",
  note: "note",
};

/** What code scanning sorts alerts by: a number from 0 to 10, as text. */
const WEIGHTS: Readonly<Record<Severity, string>> = { error: "8.0", warning: "5.0", note: "2.0" };

function toRule({ first: { rule, severity, message } }: FindingGroup): Json {
  const trust = trustOf(rule);
  return {
    id: rule,
    name: rule.replaceAll(/(?:^|[.-])([a-z0-9])/g, (_, letter: string) => letter.toUpperCase()),
    shortDescription: { text: rule },
    fullDescription: { text: message },
    help: { text: message, markdown: `**${trust}.** ${message}` },
    defaultConfiguration: { level: LEVELS[severity] },
    properties: {
      tags: ["privacy", "security"],
      precision: trust === "String rules" ? "high" : "very-high",
      "security-severity": WEIGHTS[severity],
    },
  };
}

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

function cut(left: number): { readonly [key: string]: Json } {
  if (left <= 0) return {};
  const text = `${left} more results were left out: code scanning takes ${MAX_RESULTS}`;
  return { toolExecutionNotifications: [{ level: "warning", message: { text } }] };
}
