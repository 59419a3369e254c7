import { OpsError } from "../errors.ts";

/** A fault to make on purpose: on which requests, how often, and what happens to them. */
export interface FaultRule {
  /** Undefined: every method. */
  readonly method: string | undefined;
  /** Segments that stand one after another in the path; `*` is any one of them. */
  readonly segments: readonly string[];
  /**
   * An HTTP status in the server's place; `cut` breaks the connection before anything is done,
   * `lost` carries the request out and breaks the connection before the answer.
   */
  readonly outcome: number | "cut" | "lost";
  /** How many of the matching requests it hits, 0 to 1. */
  readonly share: number;
  /** How often it hits in all; infinity when it never stops. */
  readonly times: number;
  /** Seconds that a 429 tells to wait. */
  readonly retryAfter: number;
}

/**
 * Reads a rule: `[METHOD] [/PATH] OUTCOME[:SHARE] [once|Nx] [retry-after SECONDS]`.
 *
 * - `503:0.1` — one request in ten
 * - `PATCH /feature_flags 500 once` — the first change of a flag
 * - `/flags/definitions 429 3x retry-after 5`
 * - `POST /launch lost once` — it is launched, but nobody hears of it
 *
 * Throws `usage` for anything else.
 */
export function parseFaultRule(text: string): FaultRule {
  const { method, path, outcome, share, times, wait } = RULE.exec(text.trim())?.groups ?? {};
  const rule: FaultRule = {
    method: method?.toUpperCase(),
    segments: segmentsOf(path ?? ""),
    outcome: outcome === "cut" || outcome === "lost" ? outcome : Number(outcome),
    share: Number(share ?? 1),
    times: times === undefined ? Infinity : Number(times.replace("once", "1").replace("x", "")),
    retryAfter: Number(wait ?? 1),
  };
  if (outcome !== undefined && rule.share <= 1) return rule;
  throw new OpsError("usage", `Cannot read the fault rule "${text}"`, {
    hint: "Write [METHOD] [/PATH] OUTCOME[:SHARE] [once|Nx] [retry-after SECONDS], such as 503:0.1; an outcome is 400 to 599, cut or lost",
  });
}

/** Whether a rule is about a request. A browser's `OPTIONS` must be meant by name. */
export function concerns(rule: FaultRule, { method, url }: Request): boolean {
  const isMeant = rule.method === undefined ? method !== "OPTIONS" : rule.method === method;
  if (!isMeant) return false;
  const asked = segmentsOf(new URL(url).pathname);
  return asked
    .concat("")
    .some((_, start) =>
      rule.segments.every(
        (segment, index) =>
          asked[start + index] === segment || (segment === "*" && start + index < asked.length),
      ),
    );
}

const RULE =
  /^(?:(?<method>[A-Za-z]+)\s+)?(?:(?<path>\/\S*)\s+)?(?<outcome>[45]\d\d|cut|lost)(?::(?<share>\d*\.?\d+))?(?:\s+(?<times>once|\d+x))?(?:\s+retry-after\s+(?<wait>\d+))?$/;

const segmentsOf = (path: string): string[] => path.split("/").filter((segment) => segment !== "");
