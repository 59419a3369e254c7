import {
  type Arbitrary,
  array,
  assert,
  integer,
  option,
  property,
  record,
  string,
} from "fast-check";
import { expect, test } from "vitest";
import type { Suite } from "../../src/report/cases.ts";
import { junit } from "../../src/report/formats/junit.ts";
import { type Element, readXml } from "./xml.ts";

function written(cases: readonly Suite[]): string {
  const report = { outcome: "ok", data: {}, blocks: [], cases } as const;
  return junit.render({ command: "test", exitCode: 0, report, diagnostics: [] });
}

test("a suite for each file, a case for each test, a failure with its reasons", () => {
  const xml = written([
    {
      name: "a.assay.test.toml",
      cases: [
        { name: "holds", about: "stats-tab", path: "a.assay.test.toml", line: 3 },
        {
          name: 'a "fail" & <more>\n',
          about: "pricing",
          path: "a.assay.test.toml",
          failure: { message: "value: expected true, got false", details: ["Group 0: no"] },
        },
      ],
    },
    { name: "empty.assay.test.toml", cases: [] },
  ]);
  expect(xml).toBe(
    [
      '<?xml version="1.0" encoding="UTF-8"?>',
      '<testsuites name="assay test" tests="2" failures="1" errors="0" skipped="0">',
      '  <testsuite name="a.assay.test.toml" tests="2" failures="1" errors="0" skipped="0">',
      '    <testcase name="holds" classname="stats-tab" file="a.assay.test.toml" line="3"/>',
      '    <testcase name="a &quot;fail&quot; &amp; &lt;more&gt;&#10;" classname="pricing" file="a.assay.test.toml">',
      '      <failure message="value: expected true, got false" type="assertion">value: expected true, got false',
      "Group 0: no</failure>",
      "    </testcase>",
      "  </testsuite>",
      '  <testsuite name="empty.assay.test.toml" tests="0" failures="0" errors="0" skipped="0">',
      "  </testsuite>",
      "</testsuites>",
      "",
    ].join("\n"),
  );
});

test("a command without cases is an empty document", () => {
  expect(readXml(written([])).attributes["tests"]).toBe("0");
});

const HELD = /[^\t\n\r\u{20}-\u{D7FF}\u{E000}-\u{FFFD}\u{10000}-\u{10FFFF}]/gu;
const text = string({ unit: "binary", maxLength: 20 });
const suites: Arbitrary<readonly Suite[]> = array(
  record({
    name: text,
    cases: array(
      record({
        name: text,
        about: text,
        path: text,
        line: integer({ min: 1 }),
        failure: option(record({ message: text, details: array(text) }), { nil: undefined }),
      }),
    ),
  }),
).map((all) =>
  all.map(({ name, cases }) => ({
    name,
    cases: cases.map(({ failure, ...rest }) =>
      failure === undefined ? rest : { ...rest, failure },
    ),
  })),
);

const sumOf = (elements: readonly Element[], key: string): number =>
  elements.reduce((sum, { attributes }) => sum + Number(attributes[key]), 0);

test("whatever the texts hold, it is XML that says what XML can hold of them", () => {
  assert(
    property(suites, (all) => {
      const root = readXml(written(all));
      const names = root.children.map((suite) =>
        suite.children.map((each) => each.attributes["name"]),
      );
      expect(names).toEqual(
        all.map(({ cases }) => cases.map(({ name }) => name.replaceAll(HELD, ""))),
      );
      const failures = root.children
        .flatMap((suite) => suite.children)
        .flatMap((each) => each.children.map((failure) => failure.attributes["message"]));
      expect(failures).toEqual(
        all.flatMap(({ cases }) =>
          cases.flatMap(({ failure }) => failure?.message.replaceAll(HELD, "") ?? []),
        ),
      );
      for (const key of ["tests", "failures"])
        expect(sumOf(root.children, key)).toBe(Number(root.attributes[key]));
    }),
  );
});
