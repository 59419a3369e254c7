import { judgeDefinitions } from "../../privacy/release/judge-definitions.ts";
import { underProfile } from "../../privacy/severity.ts";
import type { Judge } from "../judgement.ts";

/** Signals whose definition could carry data: `def.*` of `privacy-rules.md` 2. */
export const definitions: Judge = ({ metrics, privacy }, today) =>
  judgeDefinitions(metrics, today).map(({ rule, severity, pointer, message }) => ({
    rule,
    severity: underProfile(severity, privacy.rules),
    path: pointer,
    message,
  }));
