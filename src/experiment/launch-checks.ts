import { OpsError } from "../errors.ts";
import type { Declaration, GroupDeclaration } from "./declaration.ts";
import type { Candidate, LaunchCheck, Problem } from "./launch-check.ts";
import { overlapsOf } from "./overlap.ts";

/** Every check, in the order they are reported. */
export const launchChecks: readonly LaunchCheck[] = [
  {
    id: "definition",
    problem: ({ declaration: { key }, flag, changes }) => {
      if (flag === undefined)
        return { message: "PostHog has no flag for it", hint: "Run assay apply" };
      if (flag.archived)
        return { message: "Its flag is archived", hint: "Restore the flag in PostHog" };
      if (flag.frozen)
        return {
          message: "Its flag takes in only those who were in when enrolment was frozen",
          hint: "Remove the frozen cohort from the flag's groups in PostHog, then run assay apply",
        };
      if (changes.length === 0) return undefined;
      return {
        message: "PostHog does not hold what the config says",
        hint: `Run assay apply, or assay experiment create ${key}`,
      };
    },
  },
  {
    id: "variants",
    problem: ({ declaration }) => {
      const got = variantsGot(declaration);
      const lost = declaration.variants.filter(({ key }) => !got.has(key)).map(({ key }) => key);
      if (declaration.variants.length < 2)
        return { message: "There are fewer than two variants", hint: "Declare a second variant" };
      if (lost.length === 0) return undefined;
      return {
        message: `Nobody can get ${lost.map((key) => `"${key}"`).join(", ")}`,
        hint: "Give it a share and a release group that people can reach",
      };
    },
  },
  { id: "metric-seen", problem: metricSeen },
  {
    id: "owner",
    problem: ({ declaration: { owner } }) =>
      (owner ?? "").trim() === ""
        ? { message: "Nobody owns it", hint: 'Say who decides: owner = "a team"' }
        : undefined,
  },
  {
    id: "expiry",
    problem: ({ declaration: { expires }, now }) => {
      if (expires === undefined)
        return {
          message: "It never ends",
          hint: "Say by when it is decided: expires = 2026-12-31",
        };
      if (now < endOf(expires)) return undefined;
      return { message: `It expired on ${expires}`, hint: "Set a later date in expires" };
    },
  },
  { id: "overlap", problem: overlap },
  {
    id: "privacy",
    problem: ({ privacyErrors: [first, ...more] }) =>
      first === undefined
        ? undefined
        : {
            message: `The privacy check finds ${more.length + 1} errors: ${[first, ...more].join("; ")}`,
            hint: "Run assay check, and mend what it finds",
          },
  },
  { id: "power", problem: power },
];

/** At least one primary metric, every event of which has arrived. */
async function metricSeen({ declaration, evidence }: Candidate): Promise<Problem | undefined> {
  const primary = declaration.metrics.filter(({ role }) => role === "primary");
  if (primary.length === 0)
    return { message: "It has no primary metric", hint: "Declare what decides it under metrics" };
  const events = primary.flatMap((metric) => metric.events);
  return unlessUnknown("Whether its events were seen", async () => {
    const seen = await evidence.seenEvents(events);
    if (primary.some((metric) => metric.events.every((event) => seen.has(event)))) return undefined;
    const unseen = [...new Set(events)].filter((event) => !seen.has(event));
    return {
      message: `PostHog has never seen ${unseen.map((event) => `"${event}"`).join(", ")}: no primary metric can count`,
      hint: "Send the event once, or correct its name",
    };
  });
}

async function overlap({ declaration, evidence }: Candidate): Promise<Problem | undefined> {
  return unlessUnknown("Whether another experiment overlaps", async () => {
    const found = overlapsOf(declaration, await evidence.running());
    if (found.length === 0) return undefined;
    const said = found.map(({ key, on }) =>
      "flag" in on ? `another experiment on flag "${key}"` : `"${key}" on event "${on.event}"`,
    );
    return {
      message: `It overlaps with what is running: ${said.join(", ")}`,
      hint: "Wait until that one is concluded, or decide on another event",
    };
  });
}

/** Only PostHog's calculator knows the traffic; what it recommends must fit before the last day. */
function power({
  declaration: { expires },
  experiment,
  evidence,
  now,
}: Candidate): Problem | undefined {
  const days = evidence.estimate(experiment)?.days;
  if (days === undefined)
    return {
      message: "Nobody knows whether it can find its effect: PostHog holds no running time for it",
      hint: "Run the calculator on it in PostHog",
      severity: "warning",
    };
  if (expires === undefined) return undefined;
  // Whole weeks: days of the week differ.
  const needed = Math.ceil(days / 7) * 7;
  const left = Math.floor((endOf(expires) - now) / DAY_MS);
  if (needed <= left) return undefined;
  return {
    message: `It needs ${needed} days to find its effect and ends in ${Math.max(0, left)}`,
    hint: "Set a later date in expires, take more people in, or look for a larger effect",
  };
}

/** A check that cannot be run is no check that passed. */
async function unlessUnknown(
  what: string,
  judge: () => Promise<Problem | undefined>,
): Promise<Problem | undefined> {
  try {
    return await judge();
  } catch (error) {
    if (!(error instanceof OpsError) || error.kind === "interrupted") throw error;
    const { message, hint } = error;
    return { message: `${what} is not known: ${message}`, hint: hint ?? "Try again" };
  }
}

/** An experiment lives through the whole of its last day, in UTC. */
const endOf = (expires: string): number => Date.parse(expires) + DAY_MS;

const DAY_MS = 86_400_000;

/** The variants that somebody can get: groups are tried in order, and one for everyone ends it. */
function variantsGot({ groups, variants }: Declaration): Set<string> {
  const shared = variants.filter(({ share }) => share > 0).map(({ key }) => key);
  const got = new Set<string>();
  for (const group of groups.filter(({ rollout }) => rollout > 0)) {
    for (const key of group.variant === undefined ? shared : [group.variant]) got.add(key);
    if (isForEveryone(group)) break;
  }
  return got;
}

function isForEveryone({ match, rollout }: GroupDeclaration): boolean {
  return match.length === 0 && rollout >= 100;
}
