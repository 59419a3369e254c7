import { switchFlag } from "../../experiment/flag-switch.ts";
import type { FlagVerb } from "../../experiment/store.ts";
import { withCalls } from "../../report/calls.ts";
import { reportFlag } from "../../report/flag.ts";
import { writing } from "../arguments.ts";
import { asked } from "../asked.ts";
import { type Command, command } from "../command.ts";
import { declarationOf, openProject } from "../wiring.ts";

const QUESTIONS: Readonly<Record<FlagVerb, (key: string) => string>> = {
  enable: (key) => `Enable flag "${key}"? People get it again.`,
  disable: (key) => `Disable flag "${key}"? Nobody gets it until it is enabled.`,
  archive: (key) => `Archive flag "${key}"? It is switched off, too.`,
};

/** `flag enable|disable|archive KEY`; no apply undoes it. */
export function flagSwitchCommand(verb: FlagVerb): Command {
  return command({
    args: {
      key: { type: "positional", required: true, description: "A declared flag or experiment" },
      ...writing,
    },
    examples: [`flag ${verb} stats-tab`, `flag ${verb} stats-tab --dry-run`],
    run: async ({ key, ...given }, session) => {
      const declaration = declarationOf(await session.config(), key);
      const { store, base, rehearsal } = await openProject(session);
      const consent = async (): Promise<void> => session.confirm(QUESTIONS[verb](key), given.yes);
      const dry = given["dry-run"] ? rehearsal() : undefined;
      const target = { store: dry?.store ?? asked(store, consent), declaration, base };
      const { flag } = await switchFlag(verb, target);
      const report = reportFlag({ declaration, flag });
      return dry === undefined ? report : withCalls(report, dry.calls);
    },
  });
}
