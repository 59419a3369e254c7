import type { Case, Suite } from "../cases.ts";
import type { Format } from "../format.ts";

/** What CI servers read as test results. Without times, so that the same result is the same file. */
export const junit: Format = {
  id: "junit",
  about: "test results as CI servers read them",
  needs: "cases",
  render: ({ command, report }) => {
    const suites = report?.cases ?? [];
    const all = suites.flatMap(({ cases }) => cases);
    return [
      '<?xml version="1.0" encoding="UTF-8"?>',
      `<testsuites${attributes({ name: `assay ${command}`, ...countsOf(all) })}>`,
      ...suites.flatMap(suiteLines),
      "</testsuites>",
      "",
    ].join("\n");
  },
};

function suiteLines({ name, cases }: Suite): string[] {
  return [
    `  <testsuite${attributes({ name, ...countsOf(cases) })}>`,
    ...cases.flatMap(caseLines),
    "  </testsuite>",
  ];
}

function caseLines({ name, about, path, line, failure, skipped, remarks = [] }: Case): string[] {
  const place = { file: path, ...(line !== undefined && { line }) };
  const opening = `    <testcase${attributes({ name, classname: about, ...place })}`;
  const lines = [
    ...(failure === undefined ? [] : [failureLine(failure)]),
    ...(skipped === undefined ? [] : [`      <skipped${attributes({ message: skipped })}/>`]),
    ...(remarks.length === 0
      ? []
      : [`      <system-out>${escape(remarks.join("\n"))}</system-out>`]),
  ];
  return lines.length === 0 ? [`${opening}/>`] : [`${opening}>`, ...lines, "    </testcase>"];
}

function failureLine({ message, details }: NonNullable<Case["failure"]>): string {
  const text = escape([message, ...details].join("\n"));
  return `      <failure${attributes({ message, type: "assertion" })}>${text}</failure>`;
}

function countsOf(cases: readonly Case[]): Readonly<Record<string, number>> {
  const failures = cases.filter(({ failure }) => failure !== undefined).length;
  const skipped = cases.filter((each) => each.skipped !== undefined).length;
  return { tests: cases.length, failures, errors: 0, skipped };
}

function attributes(values: Readonly<Record<string, string | number>>): string {
  return Object.entries(values)
    .map(([name, value]) => ` ${name}="${escapeAttribute(String(value))}"`)
    .join("");
}

/** A reader turns the white space of an attribute into spaces, unless it is escaped. */
function escapeAttribute(text: string): string {
  return escape(text).replaceAll("\t", "&#9;").replaceAll("\n", "&#10;");
}

const ENTITIES: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "\r": "&#13;",
};

function escape(text: string): string {
  return text.replaceAll(FORBIDDEN, "").replaceAll(/[&<>"\r]/g, (mark) => ENTITIES[mark] ?? mark);
}

/** What XML 1.0 cannot hold in any spelling: most control characters and halves of surrogates. */
const FORBIDDEN = /[^\t\n\r\u{20}-\u{D7FF}\u{E000}-\u{FFFD}\u{10000}-\u{10FFFF}]/gu;
