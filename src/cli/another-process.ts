import { spawn } from "node:child_process";
import { text } from "node:stream/consumers";

/** What the tool prints when it runs again, with these arguments, variables and standard input. */
export type RunAnother = (
  argv: readonly string[],
  given: { readonly env: Readonly<Record<string, string>>; readonly stdin: Uint8Array },
) => Promise<string>;

/** Starts the script of a process again; undefined where it is not known. */
export function anotherProcess(
  process: Pick<NodeJS.Process, "argv" | "env" | "execArgv" | "execPath" | "versions">,
): RunAnother | undefined {
  const [, script] = process.argv;
  if (script === undefined) return undefined;
  // Deno says nothing of its own arguments, and asks for a command.
  const runtime = "deno" in process.versions ? ["run", "-A"] : process.execArgv;
  return async (argv, { env, stdin }) => {
    const child = spawn(process.execPath, [...runtime, script, ...argv], {
      env: { ...process.env, ...env },
      stdio: ["pipe", "pipe", "ignore"],
    });
    // One that ends before it has read all is told by what it printed.
    child.stdin.on("error", () => undefined);
    child.stdin.end(stdin);
    return text(child.stdout);
  };
}
