import { OpsError } from "../errors.ts";

/**
 * Does work that reads a log. What another hand's error says may quote the log, and the report of a
 * bug would print it: only its code and where it arose are kept. Our own refusals pass as they are.
 */
export async function withoutQuotes<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw error instanceof Error && !(error instanceof OpsError) ? silenced(error) : error;
  }
}

function silenced(error: Error): Error {
  const code = "code" in error && typeof error.code === "string" ? error.code : "";
  const said = /^[A-Z][A-Z0-9_]*$/.test(code) ? ` (${code})` : "";
  const silent = new Error(`Reading a log failed${said}; the error's own words might quote it`);
  // Not by lines: a message may hold some that look like frames.
  const stack = error.stack ?? "";
  const spoken = stack.indexOf(error.message);
  const frames = spoken < 0 ? "" : stack.slice(spoken + error.message.length);
  silent.stack = `Error: ${silent.message}${frames}`;
  return silent;
}
