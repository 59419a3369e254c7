import type { FlagProperty } from "./flag.ts";
import type { Match } from "./match.ts";
import { both, not, unknown } from "./match.ts";
import { isRecord } from "./record.ts";
import type { Judged, Scope } from "./scope.ts";

/** A condition on being in a cohort, or (`not_in`) on not being in it. */
export function cohortFilter({ value, operator }: FlagProperty, scope: Scope): Judged {
  const id = String(value);
  if (!scope.cohortIds.has(id)) return onlyOnServer(id);
  const turn = operator === "not_in" ? not : same;
  const circular = unknown("unsupported_definition", [id], { serverOnly: true });
  return {
    judge: (subject, call) => {
      // More cohorts inside one another than there are: one of them contains itself.
      if (call.cohortDepth >= scope.cohortIds.size) return circular;
      call.cohortDepth += 1;
      const match = scope.cohort(id).judge(subject, call);
      call.cohortDepth -= 1;
      return turn(match);
    },
    lacks: (seen) => (seen.has(id) ? [] : scope.cohort(id).lacks(seen.add(id))),
  };
}

/** Compiles one member of a cohort that is not itself a list. */
export type CompileMember = (property: unknown) => Judged;

/**
 * A cohort: a list of which all (`AND`) or any (`OR`) must hold, of properties or of further
 * lists. The first element decides which of the two (`posthog-api.md` 5.8).
 */
export function compileCohort(id: string, group: unknown, compileMember: CompileMember): Judged {
  if (!group || (isRecord(group) && Object.keys(group).length === 0)) return EVERYONE;
  const values = isRecord(group) ? (group["values"] ?? []) : undefined;
  if (!isRecord(group) || !Array.isArray(values)) return onlyOnServer(id);
  const ofLists = isRecord(values[0]) && "values" in values[0];
  const members = values.map((value: unknown) =>
    ofLists ? compileCohort(id, value, compileMember) : negatable(compileMember(value), value),
  );
  const settling = SETTLES.get(group["type"]);
  const { judge } = settling === undefined ? onlyOnServer(id) : combined(members, settling);
  return { judge, lacks: (seen) => members.flatMap((member) => member.lacks(seen)) };
}

/** The answer of one member that settles the whole list. */
const SETTLES: ReadonlyMap<unknown, boolean> = new Map([
  ["AND", false],
  ["property", false],
  ["OR", true],
]);

const EVERYONE: Judged = { judge: () => true, lacks: () => [] };

function onlyOnServer(id: string): Judged {
  const absent = unknown("unsupported_definition", [id], { serverOnly: true });
  return { judge: () => absent, lacks: () => [id] };
}

function negatable(member: Judged, value: unknown): Judged {
  if (!isRecord(value) || !value["negation"]) return member;
  return { ...member, judge: (subject, call) => not(member.judge(subject, call)) };
}

/** A settling answer ends the list, a doubt does not, unless only the server could lift it. */
function combined(members: readonly Judged[], settling: boolean): Pick<Judged, "judge"> {
  return {
    judge: (subject, call) => {
      let doubt;
      for (const member of members) {
        const match = member.judge(subject, call);
        if (match === settling) return match;
        if (typeof match === "boolean") continue;
        if (match.serverOnly) return match;
        doubt = both(doubt, match);
      }
      return doubt ?? !settling;
    },
  };
}

function same(match: Match): Match {
  return match;
}
