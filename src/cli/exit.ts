import type { ErrorKind } from "../errors.ts";
import type { Report } from "../report/report.ts";

/** What a process ends with. Public: changing a code is a breaking change. */
export const EXIT: Readonly<Record<ErrorKind | Report["outcome"] | "bug", number>> = {
  ok: 0,
  findings: 1,
  usage: 2,
  config: 2,
  refused: 3,
  conflict: 4,
  unauthorized: 5,
  unavailable: 6,
  partial: 7,
  bug: 70,
  interrupted: 130,
};
