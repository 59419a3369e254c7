import { readFile } from "node:fs/promises";
import { relative, resolve } from "node:path";
import { codeOf } from "../disk/file-error.ts";
import { OpsError } from "../errors.ts";
import { type Baseline, isStale, parseBaseline } from "../privacy/baseline.ts";
import { isFitToShow } from "../replay/shown-path.ts";
import type { Session } from "./session.ts";

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
      hint: "Write one with replay … --format json --out FILE",
    });
  const relation = relative(session.host.cwd(), absolute).replaceAll("\\", "/");
  const path = isFitToShow(relation) ? relation : "baseline";
  const warn = (rule: string, message: string, hint: string): void =>
    session.warn({ rule, severity: "warning", message, hint, file: path });
  if (baseline.reason === undefined || baseline.expires === undefined)
    warn(
      "baseline.no-terms",
      "The baseline does not say why it stands and until when",
      'Add "reason" and "expires" to its "meta"',
    );
  if (isStale(baseline, session.today()))
    warn(
      "baseline.stale",
      "The baseline is older than 90 days",
      "Mend what it holds, or write a new one",
    );
  return { ...baseline, path };
}

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
