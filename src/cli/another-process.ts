import { EXIT } from "./exit.ts";

/**
 * What the tool prints when it runs again, with these arguments, variables and standard input;
 * undefined where it does not come to a result.
 */
export type RunAnother = (
  argv: readonly string[],
  given: { readonly env: Readonly<Record<string, string>>; readonly stdin: Uint8Array },
) => Promise<string | undefined>;

/** Starts the script of a process again; undefined where it is not known. */
export function anotherProcess(
  process: Pick<NodeJS.Process, "argv" | "env" | "execArgv" | "execPath" | "versions">,
): RunAnother | undefined {
  const [, script] = process.argv;
  if (script === undefined) return undefined;
  // Deno says nothing of its own arguments, and asks for a command.
  const runtime = "deno" in process.versions ? ["run", "-A"] : process.execArgv;
  return async (argv, { env, stdin }) => {
    const { spawn } = await import("node:child_process");
    const { text } = await import("node:stream/consumers");
    const child = spawn(process.execPath, [...runtime, script, ...argv], {
      env: { ...process.env, ...env },
      stdio: ["pipe", "pipe", "ignore"],
    });
    const ended = new Promise<number | null>((resolve) => {
      child.on("error", () => resolve(null)).on("close", resolve);
    });
    // One that ends before it has read all is told by how it ends.
    child.stdin.on("error", () => undefined);
    child.stdin.end(stdin);
    // Deno closes the pipe of a process that could not be started, which is then no text.
    const printed = await text(child.stdout).catch(() => undefined);
    const code = await ended;
    return code === EXIT.ok || code === EXIT.findings ? printed : undefined;
  };
}
