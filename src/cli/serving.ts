import { OpsError } from "../errors.ts";
import { listen } from "./listen.ts";
import type { Session } from "./session.ts";

/**
 * Serves until somebody stops it. The URL is the first and only result; under `--json` it is one
 * line, `{"url": …}`.
 *
 * @param handler undefined in place of an answer breaks the connection
 * @param about what is said on stderr once it runs
 */
export async function serving(
  handler: (request: Request) => Promise<Response | undefined>,
  port: number,
  { session, about }: { readonly session: Session; readonly about: string },
): Promise<void> {
  const { url, close } = await listen(handler, port);
  session.host.print(session.asked.format === "json" ? `${JSON.stringify({ url })}\n` : `${url}\n`);
  session.note(about);
  await stopped(session);
  await close();
}

/** A whole number that a flag takes. Throws `usage`. */
export function toCount(
  flag: string,
  text: string,
  most: number = Number.MAX_SAFE_INTEGER,
): number {
  const count = Number(text);
  if (/^\d+$/.test(text) && count <= most) return count;
  throw new OpsError("usage", `Cannot use ${flag}: it takes a number from 0 to ${most}`);
}

function stopped({ signal }: Session): Promise<void> {
  return new Promise((done) => {
    if (signal.aborted) done();
    else signal.addEventListener("abort", () => done(), { once: true });
  });
}
