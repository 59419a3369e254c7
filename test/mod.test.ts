import { expect, test } from "vitest";
import * as collector from "../src/collector.ts";
import * as evaluate from "../src/evaluate.ts";
import * as library from "../src/mod.ts";
import * as runtime from "../src/runtime.ts";
import * as testing from "../src/testing.ts";

test("the library exports these names and no others", () => {
  expect(Object.keys(library).toSorted()).toEqual([
    "OpsError",
    "apply",
    "compileFlags",
    "findingsOf",
    "forecast",
    "forecasts",
    "hiddenCells",
    "jsonSchema",
    "parseConfig",
    "plan",
    "reassignment",
    "replay",
    "scanText",
    "suppress",
    "toDefinitions",
  ]);
});

test("assay/evaluate is one function", () => {
  expect(Object.keys(evaluate)).toEqual(["compileFlags"]);
});

test("assay/runtime is what an application embeds", () => {
  expect(Object.keys(runtime).toSorted()).toEqual([
    "createExperiments",
    "evaluatedLocally",
    "openExperiments",
    "openMetrics",
    "telemetryGate",
  ]);
});

test("assay/collector is the server of the counters", () => {
  expect(Object.keys(collector).toSorted()).toEqual([
    "createCollector",
    "memoryStore",
    "sqliteStore",
  ]);
});

test("assay/testing is the local PostHog", () => {
  expect(Object.keys(testing).toSorted()).toEqual([
    "BrokenConnection",
    "createPostHog",
    "memoryStore",
  ]);
});
