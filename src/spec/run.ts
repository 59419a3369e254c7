import { OpsError } from "../errors.ts";
import { type CompiledFlags, compileFlags } from "../evaluation/compile-flags.ts";
import type { Person } from "../evaluation/person.ts";
import type { Declaration, FlagDeclaration } from "../experiment/declaration.ts";
import { toDefinitions } from "../experiment/definitions.ts";
import { localDefault } from "../experiment/local-default.ts";
import { differences, ofFlag, ofSegment, toExpected } from "./actual.ts";
import { type Crowd, crowdOf } from "./crowd.ts";
import type { FileResult, Said, SpecRun, TestResult } from "./result.ts";
import type { Segment, Spec, SpecTest } from "./spec.ts";

/** What the tests are about. */
export interface Tested {
  readonly declared: readonly Declaration[];
  /** The names of group types, in the order of their indexes. */
  readonly groupTypes: readonly string[];
  /** The moment for tests that name none, in epoch milliseconds. */
  readonly now: number;
}

/**
 * Asks the declared flags what the specs assert, as they would be live. A test about many people
 * holds when it holds for each of them. Throws `config` for a place where nobody can be found.
 */
export function runSpecs(specs: readonly Spec[], tested: Tested): SpecRun {
  const crowds = new Map<string, Crowd>();
  return { files: specs.map((spec) => runSpec(spec, tested, crowds)) };
}

function runSpec(
  spec: Spec,
  { declared, groupTypes, now }: Tested,
  crowds: Map<string, Crowd>,
): FileResult {
  const segments = [...spec.segments].map(([name, segment]) => asFlag(name, segment));
  const asked = [...declared, ...segments];
  const inquiry: Inquiry = {
    spec,
    now,
    groupTypes,
    crowds,
    flags: compileFlags(toDefinitions(asked, groupTypes)),
    declared: new Map(asked.map((each) => [each.key, each])),
  };
  return { path: spec.file, tests: spec.tests.map((test) => runTest(test, inquiry)) };
}

interface Inquiry extends Pick<Tested, "now" | "groupTypes"> {
  readonly spec: Spec;
  readonly flags: CompiledFlags;
  /** Flags, experiments and, as flags, the segments of the file. */
  readonly declared: ReadonlyMap<string, Declaration>;
  readonly crowds: Map<string, Crowd>;
}

function runTest(test: SpecTest, inquiry: Inquiry): TestResult {
  const results = idsOf(test, inquiry).map((id) => runFor(id, test, inquiry));
  const [first] = results;
  if (first !== undefined) return results.find(({ ok }) => !ok) ?? first;
  throw new OpsError("config", `Cannot run the test at ${inquiry.spec.file}:${test.line}`, {
    hint: "So few people stand at this place that none was found: name one with person.id",
  });
}

function runFor(id: string, test: SpecTest, inquiry: Inquiry): TestResult {
  const { name, kind, key, line } = test;
  const declaration = declarationOf(test, inquiry);
  const person = personOf(id, test, inquiry);
  const local = localDefault(declaration);
  const outcome = local ?? inquiry.flags.evaluate(declaration.key, person);
  const membership = membershipOf(test, person, inquiry);
  const expected = { ...toExpected(test.expect), ...membership.expected };
  const actual = {
    ...(kind === "flag" ? ofFlag(outcome, declaration) : ofSegment(outcome)),
    ...membership.actual,
  };
  const differs = differences(expected, actual);
  const ok = differs.length === 0;
  const doubtful = [...(local === undefined ? [declaration.key] : []), ...membership.failed];
  const explanations = ok ? [] : doubtful.map((each) => inquiry.flags.explain(each, person));
  return { name, kind, key, line, ok, id, expected, actual, differs, outcome, explanations };
}

function declarationOf({ kind, key }: SpecTest, { declared, spec }: Inquiry): Declaration {
  const found = declared.get(kind === "flag" ? key : segmentKey(key));
  if (found === undefined) throw new Error(`a parsed spec names what is declared: ${spec.file}`);
  return found;
}

function idsOf(test: SpecTest, inquiry: Inquiry): readonly string[] {
  const { id, at, variantAt } = test.person;
  if (id !== undefined) return [id];
  const declaration = declarationOf(test, inquiry);
  const crowd = inquiry.crowds.get(declaration.key) ?? crowdOf(declaration);
  inquiry.crowds.set(declaration.key, crowd);
  return crowd.idsAt({ at, variantAt });
}

/** A person who was found by a place stands there by their device and by their group too. */
function personOf(id: string, test: SpecTest, inquiry: Inquiry): Person {
  const { person, segments, now } = test;
  const lent = segments.map((name) => inquiry.spec.segments.get(name)?.props ?? {});
  const { bucketing, aggregation } = declarationOf(test, inquiry);
  const isFound = person.id === undefined;
  const groupType = aggregation === undefined ? undefined : inquiry.groupTypes[aggregation];
  return {
    distinctId: id,
    personProperties: {
      ...Object.assign({}, ...lent),
      ...person.props,
      ...(isFound && bucketing === "device_id" && { $device_id: id }),
    },
    groups: {
      ...(isFound && groupType !== undefined && { [groupType]: id }),
      ...person.groups,
    },
    groupProperties: person.groupProperties,
    now: now ?? inquiry.now,
  };
}

/** Whether the person is in the segments that have conditions; and the flags of those that fail. */
function membershipOf(
  { segments }: SpecTest,
  person: Person,
  { spec, flags }: Inquiry,
): { readonly expected: Said; readonly actual: Said; readonly failed: readonly string[] } {
  const told = segments.filter((name) => (spec.segments.get(name)?.match ?? []).length > 0);
  if (told.length === 0) return { expected: {}, actual: {}, failed: [] };
  const held = told.filter((name) => flags.evaluate(segmentKey(name), person).value === true);
  return {
    expected: { segments: told },
    actual: { segments: held },
    failed: told.filter((name) => !held.includes(name)).map(segmentKey),
  };
}

/** A segment is a flag for everyone in it. No declared key has a space. */
function asFlag(name: string, { match }: Segment): FlagDeclaration {
  return {
    kind: "flag",
    key: segmentKey(name),
    name,
    groups: [{ match, rollout: 100, variant: undefined, description: undefined }],
    variants: [],
    payloads: new Map(),
    holdout: undefined,
    bucketing: undefined,
    aggregation: undefined,
    tags: [],
  };
}

const segmentKey = (name: string): string => `segment ${name}`;
