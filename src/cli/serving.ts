import { OpsError } from "../errors.ts";
import type { Listening } from "./listen.ts";
import type { Session } from "./session.ts";

/**
 * Serves until somebody stops it. The URL is the first and only result; under `--json` it is one
 * line, `{"url": …}`, with the mounts.
 *
 * @param about what is said on stderr once it runs
 * @param mounts further addresses, by name: their paths
 */
export async function serving(
  listening: Promise<Listening>,
  {
    session,
    about,
    mounts = {},
  }: {
    readonly session: Session;
    readonly about: string;
    readonly mounts?: Readonly<Record<string, string>>;
  },
): Promise<void> {
  const { url, close } = await listening;
  const mounted = Object.entries(mounts).map(([name, path]) => [name, `${url}${path}`] as const);
  const line = JSON.stringify({ url, ...Object.fromEntries(mounted) });
  session.host.print(session.asked.format === "json" ? `${line}\n` : `${url}\n`);
  session.note(about);
  for (const [name, address] of mounted) session.note(`${name}: ${address}`);
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
