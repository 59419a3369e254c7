import type { Examples, JudgingRule } from "../rule.ts";

/** A request that left, without its body. */
export interface SentRequest {
  readonly method: string;
  readonly url: string;
  /** The names of its headers. */
  readonly headers: readonly string[];
  /** Where it ended, when a redirect was followed. */
  readonly redirectedTo?: string;
}

/** A request, and the addresses to which one may go. */
export interface Sent {
  readonly request: SentRequest;
  readonly declared: readonly string[];
}

/** A rule about one request (`privacy-rules.md` 7, `egress.*`). */
export type RequestRule = JudgingRule<Sent>;

/** Examples of requests, each with what differs from a plain one to the declared address. */
export function requests(
  finds: readonly Partial<SentRequest>[],
  passes: readonly Partial<SentRequest>[],
): Examples<Sent> {
  const sent = (told: Partial<SentRequest>): Sent => ({
    request: { ...PLAIN, ...told },
    declared: [PLAIN.url],
  });
  return { finds: finds.map(sent), passes: passes.map(sent) };
}

const PLAIN: SentRequest = {
  method: "POST",
  url: "https://metrics.example.com/v1",
  headers: ["Content-Type"],
};
