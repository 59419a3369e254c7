import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Judgement } from "../../src/privacy/event/judgement.ts";
import type { Finding, Severity } from "../../src/privacy/finding.ts";
import { createFindings, type Findings, isOfOthers } from "../../src/replay/findings.ts";
import { replay } from "../../src/replay/replay.ts";
import { appRules, carrying, jsonl, log } from "./rules.ts";

const ROOM = { fingerprints: 3 };

const judgement = fc.record<Judgement>({
  rule: fc.constantFrom("a.one", "a.two"),
  severity: fc.constantFrom<Severity>("error", "warning"),
  pointer: fc.nat(9).map((at) => `properties.p${at}`),
  message: fc.constantFrom("m", "n"),
});
const judgements = fc.array(judgement, { maxLength: 60 });

/** One finding a line. */
function taken(found: readonly Judgement[]): Findings {
  const findings = createFindings("a.jsonl", ROOM);
  for (const [at, each] of found.entries())
    findings.add(each, { line: at + 1, event: 0, name: "?" });
  return findings;
}

/** How often each rule was found, by a list. */
function countsOf(list: readonly Finding[]): Map<string, number> {
  const counts = new Map<string, number>();
  const met = new Set<string>();
  for (const { rule, fingerprint, count } of list) {
    if (!met.has(fingerprint)) counts.set(rule, (counts.get(rule) ?? 0) + count);
    met.add(fingerprint);
  }
  return counts;
}

const inOrder = (list: readonly Finding[]): string[] =>
  list.map((each) => JSON.stringify(each)).toSorted();

describe("a rule with more fingerprints than there is room for", () => {
  test("lists as many, and the others as one; counts add up", () => {
    fc.assert(
      fc.property(judgements, (found) => {
        const list = taken(found).list();
        for (const rule of ["a.one", "a.two"]) {
          const own = found.filter((each) => each.rule === rule);
          const pointers = new Set(own.map(({ pointer }) => pointer));
          const listed = list.filter((each) => each.rule === rule);
          const others = listed.filter(isOfOthers);
          const told = new Set(listed.map(({ fingerprint }) => fingerprint));
          expect(told.size).toBe(Math.min(ROOM.fingerprints + 1, pointers.size));
          expect(others).toHaveLength(pointers.size > ROOM.fingerprints ? 1 : 0);
          expect(countsOf(list).get(rule) ?? 0).toBe(own.length);
        }
      }),
    );
  });

  test("says the same of a log in parts, wherever it is cut", () => {
    fc.assert(
      fc.property(judgements, fc.nat(60), fc.nat(60), (found, one, other) => {
        const cuts = [0, one, other, found.length].toSorted((a, b) => a - b);
        const joined = createFindings("a.jsonl", ROOM);
        for (const [at, from] of cuts.slice(0, -1).entries())
          joined.append(taken(found.slice(from, cuts[at + 1])).list(), from);
        expect(inOrder(joined.list())).toEqual(inOrder(taken(found).list()));
      }),
      { numRuns: 500 },
    );
  });

  test("leaves the room of others alone, and stays as grave as it was", () => {
    const endless = Array.from({ length: 50 }, (_, at) => ({
      rule: "a.endless",
      severity: at === 25 ? ("error" as const) : ("warning" as const),
      pointer: `properties.p${at}`,
      message: "m",
    }));
    const secret = { rule: "b.secret", severity: "error", pointer: "x", message: "s" } as const;
    const list = taken([...endless, secret]).list();
    expect(list).toContainEqual(expect.objectContaining({ rule: "b.secret", pointer: "x" }));
    expect(
      list.filter(({ severity, rule }) => rule === "a.endless" && severity === "error"),
    ).not.toHaveLength(0);
  });
});

test("a log may name properties without end", async () => {
  const lines = Array.from({ length: 12_000 }, (_, at) => {
    const letters = Array.from(String(at), (digit) => "abcdefghij"[Number(digit)]).join("");
    return carrying({ [`has_${letters}`]: true });
  });
  const { verdict, findings } = await replay([log(jsonl(...lines))], appRules);
  expect(verdict).toBe("fail");
  expect(findings).toHaveLength(10_001);
  expect(findings[0]).toMatchObject({
    rule: "event.unknown-property",
    line: null,
    event: null,
    pointer: "**",
    count: 2_000,
  });
});
