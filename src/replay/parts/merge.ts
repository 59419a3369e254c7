import { merge } from "../../metrics/tally.ts";
import { mergePeople } from "../../privacy/release/contributors.ts";
import { mergeMarks } from "../../privacy/self-leak.ts";
import { UNDECLARED } from "../../metrics/kind.ts";
import { mergeCrowds } from "../crowd.ts";
import { createFindings } from "../findings.ts";
import { inputRules } from "../input.ts";
import { mergeProperties } from "../property-sketch.ts";
import { readers } from "../readers.ts";
import type { Rules } from "../replay-log.ts";
import type { Counted, LogReplay, PartReplay } from "../result.ts";
import { sum } from "../sum.ts";

/** A log that is put together from its parts. */
export interface LogOfParts {
  /** Takes the next part, in the order of the log. What comes after an incomplete one is left out. */
  readonly add: (part: PartReplay) => void;
  readonly close: () => LogReplay;
}

/**
 * Puts the parts of a log together to what reading it as a whole gives, wherever it was cut: lines
 * are counted on, and what a part could not decide, because consent was given or refused before it,
 * is decided by the parts before. Holds one part besides the sum.
 *
 * @param first the part with which the log begins
 */
export function joinParts(first: PartReplay, { privacy }: Pick<Rules, "privacy">): LogOfParts {
  const findings = createFindings(first.path);
  findings.append(first.findings, 0);
  let log: LogReplay = first;
  // A log starts without consent.
  let given = first.consent ?? false;

  return {
    add: (next) => {
      if (log.isIncomplete) return;
      findings.append(next.findings, log.reader.get("lines") ?? 0);
      const counted = [log, next, ...(given ? [next.undecided] : [])];
      log = { ...log, ...withoutConsent(log, next), ...together(counted, privacy.minCount) };
      given = next.consent ?? given;
    },
    close: () => {
      const { events } = readers[log.format];
      // Nothing is said of the events that an interrupted reading did not come to.
      if (log.reader.get(events) === 0 && !log.isIncomplete)
        findings.add({ ...inputRules.empty, pointer: "" }, NOWHERE);
      return { ...log, findings: findings.list() };
    },
  };
}

const NOWHERE = { line: null, event: null, name: UNDECLARED };

/** What is the same whether people agreed to be counted or not. */
function withoutConsent(
  log: LogReplay,
  next: LogReplay,
): Pick<LogReplay, "reader" | "events" | "features" | "properties" | "marks" | "isIncomplete"> {
  return {
    reader: sum([log.reader, next.reader]),
    events: sum([log.events, next.events]),
    features: merge([log.features, next.features]),
    properties: mergeProperties([log.properties, next.properties]),
    marks: mergeMarks([log.marks, next.marks]),
    isIncomplete: next.isIncomplete,
  };
}

function together(parts: readonly Counted[], minCount: number): Counted {
  return {
    counters: merge(parts.map(({ counters }) => counters)),
    people: mergePeople(
      parts.map(({ people }) => people),
      minCount,
    ),
    crowd: mergeCrowds(parts.map(({ crowd }) => crowd)),
  };
}
