import { describe, expect, test } from "vitest";
import { z } from "zod";
import type { Outcome } from "../../../src/report/format.ts";
import { sarif } from "../../../src/report/formats/sarif.ts";
import type { ReportedFinding } from "../../../src/report/findings.ts";
import { finding, many, outcome } from "./found.ts";

/** What SARIF 2.1.0 asks of the parts that are written; it allows no other properties. */
const text = z.strictObject({ text: z.string().min(1), markdown: z.string().optional() });
const level = z.enum(["none", "note", "warning", "error"]);
const rule = z.strictObject({
  id: z.string().min(1),
  name: z.string().regex(/^[A-Z][A-Za-z0-9]*$/),
  shortDescription: text,
  fullDescription: text,
  help: text,
  defaultConfiguration: z.strictObject({ level }),
  properties: z.looseObject({
    tags: z.array(z.string()),
    precision: z.enum(["very-high", "high", "medium", "low"]),
    "security-severity": z.string().regex(/^\d+\.\d$/),
  }),
});
const result = z.strictObject({
  ruleId: z.string(),
  ruleIndex: z.int().min(0),
  level,
  message: text,
  locations: z
    .array(
      z.strictObject({
        physicalLocation: z.strictObject({
          artifactLocation: z.strictObject({
            uri: z.string().regex(/^(?![a-z]+:|\/)[A-Za-z0-9._~%!$&'()*+,;=@/-]+$/),
          }),
          region: z.strictObject({ startLine: z.int().min(1) }),
        }),
      }),
    )
    .length(1),
  partialFingerprints: z.strictObject({ primaryLocationLineHash: z.string() }),
});
const schema = z.strictObject({
  $schema: z.url(),
  version: z.literal("2.1.0"),
  runs: z
    .array(
      z.strictObject({
        tool: z.strictObject({
          driver: z.strictObject({
            name: z.string().min(1),
            informationUri: z.string().regex(/^[a-z][a-z0-9+.-]*:\S+$/),
            semanticVersion: z.string().regex(/^\d+\.\d+\.\d+/),
            rules: z.array(rule),
          }),
        }),
        automationDetails: z.strictObject({ id: z.string().regex(/\/$/) }),
        invocations: z.array(
          z.strictObject({
            executionSuccessful: z.boolean(),
            exitCode: z.int(),
            toolExecutionNotifications: z
              .array(z.strictObject({ level, message: text }))
              .optional(),
          }),
        ),
        results: z.array(result),
      }),
    )
    .length(1),
});

function read(
  findings: readonly ReportedFinding[],
  lent: Partial<Outcome> = {},
): z.infer<typeof schema>["runs"][number] {
  const written = sarif.render({ ...outcome(findings), ...lent });
  const [run] = schema.parse(JSON.parse(written)).runs;
  if (run === undefined) throw new Error("no run");
  return run;
}

test("nothing found is a valid run without results", () => {
  expect(read([])).toMatchObject({ results: [], tool: { driver: { name: "assay", rules: [] } } });
});

test("a result names its rule, its log and the line of the config", () => {
  const run = read([finding(), finding({ line: 9 })]);
  expect(run.results).toEqual([
    {
      ruleId: "event.unknown-property",
      ruleIndex: 0,
      level: "error",
      message: {
        text: "The property is not declared (1 time at properties.title: logs/a.jsonl:3, logs/a.jsonl:9)",
      },
      locations: [
        {
          physicalLocation: {
            artifactLocation: { uri: "assay.toml" },
            region: { startLine: 12 },
          },
        },
      ],
      partialFingerprints: { primaryLocationLineHash: `${"0".repeat(32)}:1` },
    },
  ]);
  expect(run.automationDetails.id).toBe("assay/replay/");
});

test("a rule says what is wrong, what to do, and how grave it is at most", () => {
  const message = "The *name* is bad: call it otherwise";
  const { tool } = read([
    finding({ rule: "key.bad-name", message }),
    finding({ rule: "key.bad-name", message, severity: "note", fingerprint: "1" }),
  ]);
  expect(tool.driver.rules).toEqual([
    {
      id: "key.bad-name",
      name: "KeyBadName",
      shortDescription: { text: "The *name* is bad" },
      fullDescription: { text: message },
      help: {
        text: `${message}. Found by: closed shape`,
        markdown:
          "`key.bad-name`, found by closed shape.\n\nThe \\*name\\* is bad: call it otherwise",
      },
      defaultConfiguration: { level: "error" },
      properties: {
        tags: ["privacy", "security"],
        precision: "very-high",
        "security-severity": "8.0",
      },
    },
  ]);
});

test("every result's index leads to its rule", () => {
  const { tool, results } = read([...many(30), ...many(5, { severity: "note" })]);
  expect(results).toHaveLength(35);
  for (const { ruleId, ruleIndex } of results)
    expect(tool.driver.rules[ruleIndex]?.id).toBe(ruleId);
});

describe("what the platform refuses", () => {
  test("a location that is no relative reference", () => {
    const declared = { path: "my configs\\größe?#.toml", line: 1 };
    const [only] = read([finding({ declared })]).results;
    expect(only?.locations[0]?.physicalLocation.artifactLocation.uri).toBe(
      "my%20configs/gr%C3%B6%C3%9Fe%3F%23.toml",
    );
  });

  test("more than 25,000 results: the rest is counted, in the run and on the way", () => {
    const said: string[] = [];
    const written = sarif.render({
      ...outcome(many(25_002)),
      packedBytes: () => 1,
      say: (line) => void said.push(line),
    });
    expect(written.match(/"ruleIndex"/g)).toHaveLength(25_000);
    expect(said).toEqual([expect.stringMatching(/^2 more results are left out: /)]);
  });

  test("more than 10 MB once compressed", () => {
    const said: string[] = [];
    const pointer = "p".repeat(600_000);
    const long = many(20, { rule: "event.long", pointer });
    const { results, invocations } = read(long, { say: (line) => void said.push(line) });
    expect(results.length).toBeGreaterThan(0);
    expect(invocations[0]?.toolExecutionNotifications?.[0]?.message.text).toBe(said[0]);
    expect(said).toEqual([expect.stringMatching(new RegExp(`^${20 - results.length} more`))]);
    expect(read(long, { packedBytes: () => 1 }).results).toHaveLength(20);
  });
});
