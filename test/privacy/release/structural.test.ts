import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { unusedIgnores } from "../../../src/privacy/ignore.ts";
import { judgeCompatibility } from "../../../src/privacy/release/compat.ts";
import { judgePayload, judgeRecord } from "../../../src/privacy/release/judge-payload.ts";
import type { PayloadSchema, SignalSchema } from "../../../src/privacy/release/payload-schema.ts";
import { definitionRules } from "../../../src/privacy/release/definition-rules.ts";

/** The neutral cases of what is released: `record`, `raw`, `definition`, `compat` and unused ignores. */
interface Case {
  readonly id: string;
  readonly check: string;
  readonly labels: readonly string[];
  readonly why: string;
  readonly schema: { version: number; signals: Record<string, SignalSchema> };
  readonly record: unknown;
  readonly raw: string;
  readonly period_unit?: "day" | "week" | "month";
  readonly client: Record<string, string[]>;
  readonly server: Record<string, string[]>;
  readonly entry: { rule: string; at: string; reason: string; expires: string };
  readonly today: string;
  readonly hit: boolean;
  readonly definition: {
    readonly name: string;
    readonly buckets?: readonly string[];
    readonly edges?: readonly number[];
    readonly unit?: string;
    readonly max?: number;
    readonly expires?: string;
    readonly owner: string;
    readonly purpose: string;
    readonly review: string;
  };
  readonly require?: readonly string[];
  readonly min_ratio?: number;
  readonly retired?: readonly string[];
}

const FILE = join(import.meta.dirname, "../../../fixtures/privacy/privacy-structural.jsonl");
const of = (check: string): Case[] =>
  readFileSync(FILE, "utf8")
    .trim()
    .split("\n")
    .map((line): Case => JSON.parse(line))
    .filter((each) => each.check === check);

const schemaOf = ({ schema, period_unit: period = "week" }: Case): PayloadSchema => ({
  version: schema.version,
  period,
  signals: new Map(Object.entries(schema.signals)),
  dimensions: new Map(),
});

test.each(of("record"))("$id: $why", (each) => {
  expect(judgeRecord(each.record, schemaOf(each))).toEqual(each.labels);
});

test.each(of("raw"))("$id: $why", (each) => {
  expect(judgePayload(each.raw, schemaOf(each))).toEqual(each.labels);
});

test.each(of("compat"))("$id: $why", ({ client, server, labels }) => {
  const found = judgeCompatibility(
    new Map(Object.entries(client)),
    new Map(Object.entries(server)),
  );
  expect(found).toEqual(labels);
});

test.each(of("suppression"))("$id: $why", ({ entry, today, hit, labels }) => {
  const findings = hit ? [{ rule: entry.rule, pointer: entry.at }] : [];
  const unused = unusedIgnores({ ignores: [entry] }, findings, today).length > 0;
  expect(unused).toBe(labels.includes("sup.unused-ignore"));
});

test.each(of("definition"))("$id: $why", (each) => {
  const { unit, max, expires, name, buckets, edges, ...metadata } = each.definition;
  const definition = {
    name,
    metadata,
    ...(buckets && { buckets }),
    ...(edges && { edges }),
    ...(unit !== undefined && { unit }),
    ...(max !== undefined && { max }),
    ...(expires !== undefined && { expires }),
  };
  const policy = {
    today: each.today,
    require: each.require ?? [],
    ...(each.min_ratio !== undefined && { minRatio: each.min_ratio }),
    ...(each.retired && { retired: each.retired }),
  };
  const found = definitionRules.filter((rule) => rule.finds({ definition, policy }));
  expect(found.map(({ id }) => id).toSorted()).toEqual(each.labels);
});
