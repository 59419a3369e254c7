import { run } from "../src/cli/run.ts";
import type { Host } from "../src/cli/host.ts";

/** What came of one command line. */
export interface Seen {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

/** The clock of every test: no date in a fixture ages. */
export const NOW: number = Date.parse("2026-11-21T12:00:00Z");

/**
 * Runs the tool in this process: argv in, code and both streams out. The clock stands, the
 * network is closed and nobody is at the terminal, unless `lent` says otherwise.
 */
export async function assay(argv: readonly string[], lent: Partial<Host> = {}): Promise<Seen> {
  let out = "";
  let err = "";
  const code = await run(argv, {
    env: {},
    cwd: () => process.cwd(),
    platform: "linux",
    fetch: () => Promise.reject(new TypeError("this test has no network")),
    now: () => NOW,
    random: () => 0.5,
    sleep: async () => {},
    print: (text) => void (out += text),
    write: async (text) => {
      out += text;
      return true;
    },
    say: (text) => void (err += text),
    stdin: async function* () {},
    terminal: { stdin: false, stdout: false, stderr: false },
    ask: () => Promise.reject(new Error("this test has nobody to ask")),
    interrupted: new AbortController().signal,
    ...lent,
  });
  return { code, out, err };
}

/** The envelope that a command printed with `--json`. */
export function envelope(seen: Seen): {
  command: string;
  ok: boolean;
  exitCode: number;
  data: Record<string, unknown>;
  diagnostics: { rule: string; message: string; line?: number }[];
  meta?: Record<string, unknown>;
} {
  return JSON.parse(seen.out);
}
