import { randomUUID } from "node:crypto";
import { basename } from "node:path";
import type { Config } from "../config/config.ts";
import { chunks } from "../disk/chunks.ts";
import type { Finding } from "../privacy/finding.ts";
import { isIgnored } from "../privacy/ignore.ts";
import { underPolicy } from "../privacy/severity.ts";
import { openLog } from "../replay/replay-log.ts";
import { isFitToShow } from "../replay/shown-path.ts";
import { atItsOwnPlace, counted, groupFindings, placeOf, tally } from "../report/findings.ts";
import type { Session } from "./session.ts";

/** Judges a log while it is written. */
export interface LiveJudge {
  /** Lines as they stand in the file, in its order. */
  readonly take: (lines: readonly string[]) => void;
  /** Says what was found in all. */
  readonly close: () => void;
}

/**
 * Says each finding on stderr when its event comes, as a replay of the file would find it: rule,
 * place and what to do, never a value. What is about many people only a replay can tell.
 */
export async function liveJudge(
  file: string,
  config: Config,
  session: Session,
): Promise<LiveJudge> {
  const { catalogue, metrics, privacy } = config;
  const today = session.today();
  const counting = (findings: readonly Finding[]): Finding[] =>
    underPolicy(findings, privacy).filter((finding) => !isIgnored(finding, privacy, today));
  const name = basename(file);
  const log = openLog(
    isFitToShow(name) ? name : "log-1",
    { catalogue, metrics, privacy, runKey: randomUUID() },
    {
      tell: (finding) => {
        for (const each of counting([finding])) session.note(toLine(each));
      },
    },
  );
  let number = await linesIn(file);
  return {
    take: (lines) => {
      for (const text of lines) log.take({ number: (number += 1), text });
    },
    close: () => {
      const { events, findings } = log.close();
      const seen = [...events.values()].reduce((sum, times) => sum + times, 0);
      if (seen === 0) return;
      const found = counting(findings).map(atItsOwnPlace);
      session.note(`${tally(groupFindings(found))} in ${counted(seen, "event")}`);
    },
  };
}

function toLine(finding: Finding): string {
  const { severity, rule, pointer, message } = finding;
  return `${severity} ${rule} ${placeOf(finding)} ${pointer || "-"}: ${message}`;
}

/** How many lines end in a file; the recorder adds to what is there. */
async function linesIn(path: string): Promise<number> {
  let lines = 0;
  for await (const chunk of chunks(path))
    for (let at = chunk.indexOf(LF); at >= 0; at = chunk.indexOf(LF, at + 1)) lines += 1;
  return lines;
}

const LF = 0x0a;
