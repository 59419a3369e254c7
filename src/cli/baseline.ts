import { readFile } from "node:fs/promises";
import { relative, resolve } from "node:path";
import { codeOf } from "../disk/file-error.ts";
import { OpsError } from "../errors.ts";
import { type Baseline, isStale, parseBaseline } from "../privacy/baseline.ts";
import { judgeTerms } from "../privacy/ignore.ts";
import { isDate } from "../privacy/release/period.ts";
import { scanText } from "../privacy/text/scan.ts";
import { isFitToShow } from "../replay/shown-path.ts";
import type { Session } from "./session.ts";

/** What a command line says about the baseline that its report is to be. */
export interface BaselineTerms {
  readonly reason: string;
  /** ISO date; that day still counts. */
  readonly expires: string;
}

/**
 * What `--reason` and `--expires` say, for the report's `meta`; undefined without both. Throws
 * `usage` for one alone, for another format than JSON, and for terms that no baseline may have.
 */
export function baselineTerms(
  { reason, expires }: { readonly [K in keyof BaselineTerms]: string | undefined },
  { asked, today }: Pick<Session, "asked" | "today">,
): BaselineTerms | undefined {
  if (reason === undefined && expires === undefined) return undefined;
  if (reason === undefined || expires === undefined)
    throw refusal("--reason and --expires stand together");
  if (asked.format !== "json") throw refusal("only the JSON report can be one");
  if (scanText(reason).some((rule) => /^(?:secret|pii|id)\./.test(rule)))
    throw refusal("--reason holds a secret, a person or an identifier");
  if (!isDate(expires)) throw refusal("--expires is no date");
  const [fault] = judgeTerms({ reason, expires, today: today() });
  if (fault !== undefined) throw refusal(FAULTS.get(fault) ?? fault);
  return { reason, expires };
}

const FAULTS: ReadonlyMap<string, string> = new Map([
  ["sup.no-reason", "--reason gives no reason"],
  ["sup.expired-ignore", "the day of --expires is over"],
  ["sup.too-long", "--expires is more than 180 days ahead"],
]);

const refusal = (why: string): OpsError =>
  new OpsError("usage", `Cannot write a baseline: ${why}`, {
    hint: 'Write it with replay … --json --out FILE --reason "cleaned up with 2.0" --expires DATE',
  });

/**
 * Reads the earlier report that `--baseline` names, and warns when nobody says why it stands or
 * looks at it any more. Throws `usage` when it is no report of a replay.
 */
export async function openBaseline(
  file: string,
  session: Session,
): Promise<Baseline & { readonly path: string }> {
  const absolute = resolve(session.host.cwd(), file);
  const baseline = parseBaseline(await readJson(absolute));
  if (baseline === undefined)
    throw new OpsError("usage", "Cannot use --baseline: the file is no report of a replay", {
      hint: "Write one with replay … --json --out FILE; dates in its meta are like 2027-02-28",
    });
  const relation = relative(session.host.cwd(), absolute).replaceAll("\\", "/");
  const path = isFitToShow(relation) ? relation : "baseline";
  const warn = (rule: string, message: string, hint: string): void =>
    session.warn({ rule, severity: "warning", message, hint, file: path });
  if (baseline.reason === undefined || baseline.expires === undefined)
    warn(
      "baseline.no-terms",
      "The baseline does not say why it stands and until when",
      "Write it anew with --reason and --expires, or add both to its meta",
    );
  if (baseline.expires !== undefined && baseline.expires < session.today())
    warn("baseline.expired", "The baseline's last day is over, so it knows nothing", RENEW);
  if (isStale(baseline, session.today()))
    warn("baseline.stale", "The baseline is older than 90 days", RENEW);
  return { ...baseline, path };
}

const RENEW = "Mend what it holds, or write a new one";

async function readJson(path: string): Promise<unknown> {
  let text: string;
  try {
    text = await readFile(path, "utf8");
  } catch (error) {
    throw new OpsError("usage", `Cannot read the baseline: ${codeOf(error)}`, {
      hint: "Check the path after --baseline",
      cause: error,
    });
  }
  try {
    return JSON.parse(text);
  } catch {
    // The engine's message quotes the text, so it goes nowhere.
    return undefined;
  }
}
