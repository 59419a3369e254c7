import { durationMs } from "../config/schema/scalar.ts";
import { OpsError } from "../errors.ts";
import { asking } from "../posthog/query/ask.ts";
import { queryEngine, type Spent } from "../posthog/query/engine.ts";
import { eventSource, type Window } from "../posthog/query/events.ts";
import { parseMoment } from "./moment.ts";
import type { ReachEngine } from "./replay-engines.ts";
import type { Session } from "./session.ts";
import { accessOf, transport } from "./wiring.ts";
import { withCommas } from "./with-commas.ts";

const WEEK_MS = 7 * 86_400_000;

/** What comes back at most unless told: some hundred megabytes. */
const ROWS = 1_000_000;

/** PostHog lets some keys ask no more than 120 in an hour (`posthog-api.md` 1.5). */
const QUERIES = 100;

/** The events that the project of the config holds, in the window of `--since` and `--until`. */
export const reachPostHog: ReachEngine = async (given, session, follow) => {
  const window = windowOf(given, session);
  const budget = { rows: budgetOf(given.budget), queries: QUERIES };
  const access = await accessOf(session);
  const ask = asking(access, transport(session));
  const engine = queryEngine(ask, budget, follow && ((spent) => follow(inWords(spent))));
  const source = eventSource(access.project, window);
  return { engine, source };
};

/** Throws `usage` for a window that cannot be read, or that is none. */
function windowOf(
  given: { readonly since: string | undefined; readonly until: string | undefined },
  session: Session,
): Window {
  const now = session.now();
  const until = momentOf("--until", given.until, now) ?? now;
  const since = momentOf("--since", given.since, now) ?? until - WEEK_MS;
  if (since < until) return { since, until };
  throw new OpsError("usage", "Cannot use --since: it is not before --until", {
    hint: "Without --until the window ends now",
  });
}

/** A moment, or how long ago it is. */
function momentOf(option: string, text: string | undefined, now: number): number | undefined {
  if (text === undefined) return undefined;
  const { data: ago } = durationMs.safeParse(text);
  const at = ago === undefined ? parseMoment(text) : now - ago;
  if (at !== undefined) return at;
  throw new OpsError("usage", `Cannot use ${option}: it is neither a moment nor a duration`, {
    hint: 'Write it like "2026-12-31", "2026-12-31T18:00:00Z" or "7d", which is so long ago',
  });
}

function budgetOf(text: string | undefined): number {
  if (text === undefined) return ROWS;
  if (/^[1-9]\d{0,14}$/.test(text)) return Number(text);
  throw new OpsError("usage", "Cannot use --budget: it takes a number of rows above 0");
}

/** How far it is, such as `query 3, 12,000 rows …`. */
const inWords = ({ queries, rows }: Spent): string =>
  `query ${queries}, ${withCommas(rows)} rows …`;
