import { switchFlag } from "../../experiment/flag-switch.ts";
import { observe } from "../../experiment/observe.ts";
import type { Moves } from "../../experiment/reassignment.ts";
import type { FlagVerb } from "../../experiment/store.ts";
import { toSubject } from "../../experiment/subject.ts";
import { withCalls } from "../../report/calls.ts";
import { reportFlag } from "../../report/flag.ts";
import { movesSentence } from "../../report/plan.ts";
import { writing } from "../arguments.ts";
import { type Command, command } from "../command.ts";
import { keepUp } from "../keep-up.ts";
import { asking } from "../verb.ts";
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
      const project = await openProject(session);
      const { store, base, rehearsal } = project;
      const dry = given["dry-run"] ? rehearsal() : undefined;
      const consent = async (moves: Moves | null): Promise<void> =>
        session.confirm(asking(QUESTIONS[verb](key), movesSentence(moves)), given.yes);
      const target =
        dry === undefined
          ? { store, declaration, base, consent }
          : { store: dry.store, declaration, base };
      const { flag, isChanged } = await switchFlag(verb, target);
      if (isChanged && dry === undefined)
        await keepUp(project, toSubject(declaration, await observe(store, [declaration]), base));
      const report = reportFlag({ declaration, flag });
      return dry === undefined ? report : withCalls(report, dry.calls);
    },
  });
}
