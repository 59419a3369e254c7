import { judgeDefinitions } from "../../privacy/release/judge-definitions.ts";
import { underPolicy } from "../../privacy/severity.ts";
import type { Judge } from "../judgement.ts";

/** Signals whose definition could carry data: `def.*` of `privacy-rules.md` 2. */
export const definitions: Judge = ({ metrics, privacy }, today) =>
  underPolicy(judgeDefinitions(metrics, today), privacy).map(({ pointer, ...found }) => ({
    ...found,
    path: pointer,
  }));
