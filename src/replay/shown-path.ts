import { holdsCanary } from "../privacy/self-leak.ts";
import { scanText } from "../privacy/text/scan.ts";

/**
 * The path as it may be shown: a name of people, places or secrets stays out of reports, and so
 * does where on this machine a log lies (privacy-rules 9). That it is a path is no finding.
 */
export function shownPath(path: string, position: number): string {
  return isFitToShow(path) ? path : `log-${position}`;
}

/** Whether a path names nobody and no place of this machine. */
export function isFitToShow(path: string): boolean {
  const said = scanText(path).filter((rule) => rule !== "path.relative-path");
  // Far enough up, a relative path is an absolute one: `../../home/ada/events.jsonl`.
  const isHome = scanText(path.replace(UPWARDS, "/")).includes("path.home-path");
  return said.length === 0 && !isHome && !ABSOLUTE.test(path) && !holdsCanary(path);
}

const UPWARDS = /^(?:\.\.[/\\])+/;

const ABSOLUTE = /^(?:[/\\~]|[A-Za-z]:[/\\])/;
