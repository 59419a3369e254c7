import * as fc from "fast-check";
import { expect, test } from "vitest";
import { conditionsOf } from "../../src/config/condition.ts";
import { parseConfig } from "../../src/config/parse.ts";
import { type CompiledFlags, compileFlags } from "../../src/evaluation/compile-flags.ts";
import type { FlagDeclaration } from "../../src/experiment/declaration.ts";
import { toDefinitions } from "../../src/experiment/definitions.ts";
import { serverMatches } from "./server.ts";
import { findings, found, heldValue, operand, toToml } from "./targeting.ts";

const NOW = "2026-06-15T12:00:00Z";

/** Flags whose groups meet each other often, and people who hold what they ask about. */
const property = fc.constantFrom("p", "q");
const condition = fc
  .tuple(property, operand)
  .map(([key, [operator, value]]) => toToml(operator, value, key));
const group = fc.record({
  match: fc.array(condition, { maxLength: 3 }),
  rollout: fc.constantFrom(0, 20, 50, 100, 100),
  variant: fc.constantFrom("x", "y", undefined),
});
const flag = fc.array(group, { minLength: 1, maxLength: 4 }).map((groups) => {
  const tables = groups.map(({ match, rollout, variant }) => {
    const given = variant === undefined ? "" : `, variant = "${variant}"`;
    return `{ match = [${match.map((each) => `{ ${each} }`).join(", ")}], rollout = ${rollout}${given} }`;
  });
  return `[flags.a]\nvariants = [{ key = "x", share = 50 }, { key = "y", share = 50 }]\ngroups = [${tables.join(", ")}]`;
});
const person = fc.record({
  distinctId: fc.string({ minLength: 1, maxLength: 3 }),
  personProperties: fc.dictionary(property, heldValue, { maxKeys: 2 }),
  now: fc.constant(NOW),
});
const people = fc.array(person, { minLength: 20, maxLength: 40 });
const version = fc.constantFrom(1, 2);

function declared(text: string): FlagDeclaration {
  const [first] = parseConfig(text, { file: "assay.toml" }).flags;
  if (first === undefined) throw new Error("No flag is declared");
  return first;
}

function compiled(declaration: FlagDeclaration, matching: number): CompiledFlags {
  return compileFlags({ ...toDefinitions([declaration]), property_matching_version: matching });
}

/** The groups that are said to decide for nobody. */
function deadGroups(lines: readonly string[]): Set<number> {
  const dead =
    /^targeting\.(?:unreachable-group flags\.a\.groups\[(\d)\]$|never-matches flags\.a\.groups\[(\d)\])/;
  return new Set(
    lines.flatMap((line) => {
      const [, hidden, never] = dead.exec(line) ?? [];
      const index = hidden ?? never;
      return index === undefined ? [] : [Number(index)];
    }),
  );
}

test("posthog-node decides nobody by a group, and gives nobody a variant, that is told", () => {
  fc.assert(
    fc.property(flag, people, version, (text, asked, matching) => {
      const lines = found(text);
      const dead = deadGroups(lines);
      const flags = compiled(declared(text), matching);
      const outcomes = asked.map((each) => flags.evaluate("a", each));
      for (const { group: index, value } of outcomes.filter((each) => Boolean(each.value))) {
        expect(dead).not.toContain(index);
        const variant = ["x", "y"].findIndex((key) => key === value);
        expect(lines).not.toContain(`targeting.unreachable-variant flags.a.variants[${variant}]`);
      }
    }),
    { numRuns: 150 },
  );
});

test("nor does the server decide anybody by such a group", () => {
  fc.assert(
    fc.property(flag, people, fc.integer({ min: 0, max: 99 }), (text, asked, place) => {
      const dead = deadGroups(found(text));
      const declaration = declared(text);
      const groups = conditionsOf(declaration);
      for (const { personProperties } of asked) {
        const first = groups.findIndex(
          (conditions, index) =>
            place < (declaration.groups[index]?.rollout ?? 100) &&
            conditions.every((each) => serverMatches(each, personProperties, Date.parse(NOW))),
        );
        expect(dead).not.toContain(first);
      }
    }),
    { numRuns: 150 },
  );
});

test("a group that is repeated below itself is told", () => {
  fc.assert(
    fc.property(fc.array(condition, { minLength: 1, maxLength: 3 }), (match) => {
      const table = `{ match = [${match.map((each) => `{ ${each} }`).join(", ")}] }`;
      expect(deadGroups(found(`[flags.a]\ngroups = [${table}, ${table}]`))).toContain(1);
    }),
  );
});

/** What the conditions of a well-kept project are held against: plain values of one type. */
const plain = fc.oneof(
  heldValue.filter((value) => typeof value === "string"),
  fc.boolean(),
);

test("where nothing is told, posthog-node and the server agree about plain values", () => {
  fc.assert(
    fc.property(operand, plain, ([operator, value], held) => {
      const text = `[flags.a]\ngroups = [{ match = [{ ${toToml(operator, value)} }] }]`;
      fc.pre(!findings(text).some(({ rule }) => rule.startsWith("divergence.")));
      const declaration = declared(text);
      const outcome = compiled(declaration, 1).evaluate("a", {
        distinctId: "u",
        personProperties: { p: held },
        now: NOW,
      });
      fc.pre(outcome.value !== null);
      const [conditions = []] = conditionsOf(declaration);
      expect(outcome.value).toBe(
        conditions.every((each) => serverMatches(each, { p: held }, Date.parse(NOW))),
      );
    }),
    { numRuns: 150 },
  );
});
