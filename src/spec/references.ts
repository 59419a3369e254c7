import { suggest } from "../config/nearest.ts";
import type { Path, Problem } from "../config/problem.ts";
import { missingKey, misfit, unknownName } from "../config/rule.ts";
import { isTable, listOf, tableOf, type Table } from "../config/tree.ts";
import type { Declaration } from "../experiment/declaration.ts";

/** What a test may name. */
export interface Known {
  readonly flags: ReadonlyMap<string, Declaration>;
  /** The segments of the same file, as they are written. */
  readonly segments: Table;
}

/**
 * What does not go together in one test, and the names in it that nothing declares. Reads the
 * test as it is written, its matrix filled in; a wrong type is the schema's to report.
 */
export function testProblems(path: Path, test: Table, known: Known): Problem[] {
  return [
    ...subjectProblems(path, test, known),
    ...placeProblems(path, test),
    ...listOf(test["segments"]).flatMap((name, index) =>
      segmentProblems([...path, "segments", index], name, known),
    ),
    ...expectationProblems([...path, "expect"], test, known),
  ];
}

function subjectProblems(path: Path, { flag, segment }: Table, known: Known): Problem[] {
  if (flag === undefined && segment === undefined)
    return [missingKey(path, "flag", 'Say which flag is tested, or which "segment"')];
  if (flag !== undefined && segment !== undefined)
    return [misfit([...path, "segment"], "Expected a flag or a segment", "Write two tests")];
  if (segment !== undefined) {
    const at = [...path, "segment"];
    const found = typeof segment === "string" ? known.segments[segment] : undefined;
    if (isTable(found) && listOf(found["match"]).length === 0)
      return [misfit(at, "Expected a segment with conditions", "Add match to the segment")];
    return segmentProblems(at, segment, known);
  }
  if (typeof flag !== "string" || known.flags.has(flag)) return [];
  const hint = suggest(flag, [...known.flags.keys()]);
  return [unknownName([...path, "flag"], "Expected a flag that the config declares", hint)];
}

function segmentProblems(path: Path, name: unknown, { segments }: Known): Problem[] {
  if (typeof name !== "string" || Object.hasOwn(segments, name)) return [];
  const hint = suggest(name, Object.keys(segments));
  return [unknownName(path, "Expected a segment of this file", hint)];
}

function placeProblems(path: Path, test: Table): Problem[] {
  const placed = ["at", "variantAt"].filter((key) => test[key] !== undefined);
  if (test["segment"] !== undefined)
    return placed.map((key) =>
      surplus([...path, key], "Expected no place: a segment has no rollout", "Leave it out"),
    );
  if (tableOf(test["person"])["id"] === undefined) return [];
  return placed.map((key) =>
    surplus([...path, key], "Expected no place: the person's id has one", "Leave one of them out"),
  );
}

/** What only one of the two can be expected to be, and what to write instead. */
const STRANGE = {
  flag: { keys: ["matches"], hint: 'Write "value"' },
  segment: {
    keys: ["value", "variant", "enabled", "payload", "hasPayload", "group"],
    hint: 'Write "matches"',
  },
} as const;

function expectationProblems(
  path: Path,
  { flag, segment, expect }: Table,
  known: Known,
): Problem[] {
  if (!isTable(expect)) return [];
  if (Object.keys(expect).length === 0)
    return [misfit(path, "Expected at least one expectation", "Say what must hold")];
  const about = segment === undefined ? "flag" : "segment";
  const { keys, hint } = STRANGE[about];
  const strange = keys.filter((key) => Object.hasOwn(expect, key));
  const declared = typeof flag === "string" ? known.flags.get(flag) : undefined;
  return [
    ...strange.map((key) =>
      surplus([...path, key], `Expected nothing like this of a ${about}`, hint),
    ),
    ...(declared === undefined ? [] : variantProblems(path, expect, declared)),
  ];
}

/** A variant that the flag does not have is a slip of the pen: no person could ever get it. */
function variantProblems(path: Path, expect: Table, { variants }: Declaration): Problem[] {
  const keys = variants.map(({ key }) => key);
  return ["value", "variant"].flatMap((name) => {
    const said = expect[name];
    if (typeof said !== "string" || keys.includes(said)) return [];
    return [unknownName([...path, name], "Expected a variant of the flag", suggest(said, keys))];
  });
}

/** A key that may stand elsewhere, and not beside its neighbours. */
function surplus(path: Path, message: string, hint: string): Problem {
  return { ...misfit(path, message, hint), end: "key" };
}
