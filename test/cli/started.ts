import { onTestFinished } from "vitest";
import { assay, type Seen } from "../assay.ts";

/** A command that serves, in this process. */
export interface Started {
  /** What it printed before it served: its address, or with `--json` a line. */
  readonly first: string;
  /** What was said on stderr until now. */
  readonly said: () => string;
  /** Asks it to stop, and waits until it has. */
  readonly stop: () => Promise<Seen>;
}

/** Rejects with what was said when the command ends before it serves. */
export async function started(cwd: string, ...argv: readonly string[]): Promise<Started> {
  const interrupt = new AbortController();
  let said = "";
  let ended: Promise<Seen> = Promise.reject(new Error("not started"));
  ended.catch(() => {});
  const first = await new Promise<string>((resolve, reject) => {
    ended = assay([...argv, "--port", "0"], {
      cwd: () => cwd,
      interrupted: interrupt.signal,
      print: (text) => resolve(text.trim()),
      say: (text) => void (said += text),
    });
    ended.then((seen) => reject(new Error(`${seen.code} ${said}`)), reject);
  });
  const stop = async (): Promise<Seen> => {
    interrupt.abort();
    return ended;
  };
  onTestFinished(async () => void (await stop()));
  return { first, said: () => said, stop };
}
