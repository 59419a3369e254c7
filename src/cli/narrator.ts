import { createConsola } from "consola/core";
import type { Host } from "./host.ts";
import type { Asked, Session } from "./session.ts";

/** What a session says on the way. Everything goes to stderr: stdout is for results. */
export function narrator(
  { quiet, debug }: Asked,
  host: Host,
): Pick<Session, "note" | "debug" | "progress"> {
  const consola = createConsola({
    level: debug ? 4 : 3,
    reporters: [{ log: ({ args }) => host.say(`${args.join(" ")}\n`) }],
  });
  const erase = host.terminal.stderr && !quiet ? "\r\u001B[K" : undefined;
  return {
    note: (text) => {
      if (!quiet) consola.log(text);
    },
    debug: (text) => consola.debug(text),
    progress: (text) => {
      if (erase !== undefined) host.say(text === "" ? erase : `${erase}${text}`);
    },
  };
}
