import type { PrivacyPolicy } from "../../src/privacy/policy.ts";
import type { Log, ReplayRules } from "../../src/replay/replay.ts";
import type { Replay } from "../../src/replay/result.ts";
import { reportReplay } from "../../src/report/replay.ts";
import { boundedV1 } from "../metrics/reasonix.ts";
import { stream } from "./bytes.ts";
import { agent, app } from "./catalogues.ts";

export const privacy: PrivacyPolicy = { rules: "recommended", minCount: 5, ignores: [] };
export const strict: PrivacyPolicy = { ...privacy, rules: "strict" };

/** How the agent's stream is replayed: the closed mapping. */
export const agentRules: ReplayRules = {
  catalogue: agent,
  metrics: boundedV1,
  privacy,
  definitions: [],
  today: "2026-06-12",
  file: "assay.toml",
  locate: () => ({ line: 1 }),
};
/** How the small capture is replayed. */
export const appRules: ReplayRules = { ...agentRules, catalogue: app };

export const log = (content: string | Uint8Array, path = "a.jsonl"): Log => ({
  path,
  chunks: stream(content),
});
export const jsonl = (...events: object[]): string =>
  events.map((event) => `${JSON.stringify(event)}\n`).join("");
export const carrying = (properties: object): object => ({ event: "app_started", properties });

/** A result as scripts see it. */
export const data = (result: Replay): Record<string, unknown> => reportReplay(result).data;
/** Findings without what they say. */
export const brief = ({ findings }: Replay): unknown[] =>
  findings.map((finding) => Object.values(finding).slice(0, 7));
