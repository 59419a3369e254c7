import { describe, expect, test } from "vitest";
import type { ObservedExperiment } from "../../src/experiment/observed.ts";
import { reportExperiment, reportExperiments } from "../../src/report/experiment.ts";
import { text } from "../../src/report/formats/text.ts";
import type { Report } from "../../src/report/report.ts";
import { experimentOf, metricOf } from "../experiment/declared.ts";

const asText = (report: Report): string =>
  text.render({ command: "experiment", exitCode: 0, report, diagnostics: [] });

const observed: ObservedExperiment = {
  key: "checkout",
  id: 7,
  version: 3,
  stage: "stopped",
  name: "checkout",
  hypothesis: "It helps",
  holdout: undefined,
  metrics: [],
  conclusion: "won",
  comment: "Fewer\nerrors",
  startedAt: Date.parse("2026-06-01T12:00:00Z"),
  endedAt: Date.parse("2026-06-08T12:00:00Z"),
  origin: { secret: "not shown" },
};

describe("the list of experiments", () => {
  const report = reportExperiments(
    [
      { declaration: experimentOf("local", { remote: false }), observed: undefined },
      { declaration: experimentOf("absent"), observed: undefined },
      { declaration: experimentOf("checkout"), observed, mark: "drift" },
    ],
    Date.parse("2026-07-01T00:00:00Z"),
  );

  test("tells each one's stage, by key, without dates in the data", () => {
    expect(report.data["experiments"]).toMatchObject([
      { key: "absent", stage: "absent", id: null },
      { key: "checkout", stage: "stopped", conclusion: "won", id: 7, drift: "drift" },
      { key: "local", stage: "local", remote: false },
    ]);
    expect(JSON.stringify(report.data)).not.toContain("2026-06");
    expect(report.meta).toMatchObject({
      experiments: {
        checkout: { started: "2026-06-01T12:00:00.000Z", expires: "2026-12-31", ageDays: 7 },
      },
    });
  });

  test("reads as a table", () => {
    expect(asText(report).split("\n")[2]).toMatch(
      /^checkout +stopped +7 d +a team +drift +checkout/,
    );
  });
});

describe("one experiment", () => {
  const report = reportExperiment(
    {
      declaration: experimentOf("checkout", { metrics: [metricOf("Errors", "error_occurred")] }),
      observed,
    },
    Date.parse("2026-07-01T00:00:00Z"),
  );

  test("tells which verbs are legal now", () => {
    expect(report.data["experiment"]).toMatchObject({ verbs: ["ship", "archive", "reset"] });
    expect(asText(report)).toContain("legal now: ship, archive, reset");
  });

  test("shows a foreign comment on one line, and nothing of what PostHog sent besides", () => {
    expect(asText(report)).toContain("comment: Fewer errors");
    expect(JSON.stringify(report)).not.toContain("not shown");
  });
});
