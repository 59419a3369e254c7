import type { Call } from "./call.ts";
import { MAX_DEPTH } from "./depth.ts";
import type { FlagProperty } from "./flag.ts";
import type { Doubts, Match } from "./match.ts";
import { joinedBy, not, together, unknown } from "./match.ts";
import { textOf } from "./operator.ts";
import type { Subject } from "./person.ts";
import { isRecord } from "./record.ts";
import type { Judged, Scope } from "./scope.ts";

/** A condition on being in a cohort, or (`not_in`) on not being in it. */
export function cohortFilter({ value, operator }: FlagProperty, scope: Scope): Judged {
  const id = textOf(value) ?? "";
  if (!scope.cohortIds.has(id)) return onlyOnServer(id);
  const turn = operator === "not_in" ? not : same;
  return {
    judge: (subject, call) => turn(membership(id, subject, call, scope)),
    lacks: [{ cohort: id }],
  };
}

/** Each cohort is judged once a subject; one that contains itself finds itself unfinished. */
function membership(id: string, subject: Subject, call: Call, scope: Scope): Match {
  if (call.cohorts?.subject !== subject) call.cohorts = { subject, matches: new Map() };
  const { matches } = call.cohorts;
  const known = matches.get(id);
  if (known !== undefined) return known;
  const unfinished = unknown("unsupported_definition", [id], { serverOnly: true });
  if (call.depth >= MAX_DEPTH) return unfinished;
  matches.set(id, unfinished);
  call.depth += 1;
  const match = scope.cohort(id).judge(subject, call);
  call.depth -= 1;
  matches.set(id, match);
  return match;
}

/** Compiles one member of a cohort that is not itself a list. */
export type CompileMember = (property: unknown) => Judged;

/**
 * A cohort: a list of which all (`AND`) or any (`OR`) must hold, of properties or of further
 * lists. The first element decides which of the two (`posthog-api.md` 5.8).
 */
export function compileCohort(
  id: string,
  group: unknown,
  compileMember: CompileMember,
  depth = 0,
): Judged {
  if (depth > MAX_DEPTH) return onlyOnServer(id);
  if (!group || (isRecord(group) && Object.keys(group).length === 0)) return EVERYONE;
  const values = isRecord(group) ? (group["values"] ?? []) : undefined;
  if (!isRecord(group) || !Array.isArray(values)) return onlyOnServer(id);
  const ofLists = isRecord(values[0]) && "values" in values[0];
  const members = values.map((value: unknown) =>
    ofLists
      ? compileCohort(id, value, compileMember, depth + 1)
      : negatable(compileMember(value), value),
  );
  const settling = SETTLES.get(group["type"]);
  const { judge } = settling === undefined ? onlyOnServer(id) : combined(members, settling);
  return { judge, lacks: members.flatMap(({ lacks }) => lacks) };
}

/** The answer of one member that settles the whole list. */
const SETTLES: ReadonlyMap<unknown, boolean> = new Map([
  ["AND", false],
  ["property", false],
  ["OR", true],
]);

const EVERYONE: Judged = { judge: () => true, lacks: [] };

function onlyOnServer(id: string): Judged {
  const absent = unknown("unsupported_definition", [id], { serverOnly: true });
  return { judge: () => absent, lacks: [id] };
}

function negatable(member: Judged, value: unknown): Judged {
  if (!isRecord(value) || !value["negation"]) return member;
  return { ...member, judge: (subject, call) => not(member.judge(subject, call)) };
}

/** A settling answer ends the list, a doubt does not, unless only the server could lift it. */
function combined(members: readonly Judged[], settling: boolean): Pick<Judged, "judge"> {
  return {
    judge: (subject, call) => {
      let doubts: Doubts | undefined;
      for (const member of members) {
        const match = member.judge(subject, call);
        if (match === settling) return match;
        if (typeof match === "boolean") continue;
        if (match.serverOnly) return match;
        doubts = joinedBy(doubts, match);
      }
      return doubts === undefined ? !settling : together(doubts);
    },
  };
}

function same(match: Match): Match {
  return match;
}
