import type { Severity } from "../../privacy/finding.ts";
import { groupFindings, sentenceOf } from "../findings.ts";
import type { Format } from "../format.ts";

/** GitLab's code quality: a bare array, each fingerprint once (`privacy-rules.md` 10). */
export const gitlab: Format = {
  id: "gitlab",
  about: "code quality of GitLab",
  needs: "findings",
  places: "repository",
  render: ({ report }) => {
    const issues = groupFindings(report?.findings ?? []).map((group) => {
      const { rule, severity, fingerprint, declared } = group.first;
      return {
        description: sentenceOf(group),
        check_name: rule,
        fingerprint,
        severity: SEVERITIES[severity],
        location: { path: declared.path, lines: { begin: declared.line } },
      };
    });
    return `${JSON.stringify(issues, null, 2)}\n`;
  },
};

const SEVERITIES: Readonly<Record<Severity, string>> = {
  error: "critical",
  warning: "major",
  note: "info",
};
