import { adoptChange } from "../../config/adopt-change.ts";
import type { Config } from "../../config/config.ts";
import { OpsError } from "../../errors.ts";
import { chosen, type Choice } from "../../experiment/adopt.ts";
import { baseAfter } from "../../experiment/apply.ts";
import { observe } from "../../experiment/observe.ts";
import { plan, type Plan } from "../../experiment/plan.ts";
import { reportAdopt } from "../../report/adopt.ts";
import { writing } from "../arguments.ts";
import { type Command, command } from "../command.ts";
import { openConfigText } from "../config-edit.ts";
import { declarationOf, declarationsOf, openProject } from "../wiring.ts";

/**
 * `adopt`: takes into the config what others changed in PostHog. Only the values change: comments,
 * order and everything else of the file stay. PostHog is read, never written.
 */
export const adoptCommand: Command = command({
  args: {
    keys: {
      type: "positional",
      required: false,
      multiple: true,
      description: "Declared flags and experiments; none: all that drifted",
    },
    field: {
      type: "string",
      multiple: true,
      description: "Only this field, even where the config changed it too; may be repeated",
      valueHint: "PATH",
    },
    ...writing,
  },
  examples: ["adopt", "adopt stats-tab", "adopt stats-tab --field rollout", "adopt --dry-run"],
  run: async ({ keys, field, ...given }, session) => {
    const { config, store, lock, base } = await openProject(session);
    for (const key of keys) declarationOf(config, key);
    const file = await openConfigText(session);
    session.progress("Reading what PostHog holds …");
    const { environment } = config;
    const observed = await observe(store, declarationsOf(config));
    const planOf = ({ flags, experiments }: Config): Plan =>
      plan({ declarations: [...flags, ...experiments], observed, base, environment });
    const asked = planOf(config).changes.filter(
      ({ key }) => keys.length === 0 || keys.includes(key),
    );
    const choice = chosen(
      asked,
      field,
      ({ kind, key }) => keys.includes(key) && base[`${kind}s`][key] === undefined,
    );
    requireFound(field, choice);

    const changes = [...new Set(choice.taken.map(({ change }) => change))];
    const text = changes.reduce((edited, change) => {
      const own = choice.taken.filter((each) => each.change === change);
      const paths = own.map((each) => each.field.path);
      return adoptChange(edited, change, paths, { ...config, observed });
    }, file.text);
    const after = planOf(file.parse(text));
    requireTaken(choice, after);
    if (!given["dry-run"]) {
      await file.save(text);
      await lock.update(environment, (held) => baseAfter(held, after, []));
    }
    return reportAdopt(choice);
  },
});

function requireFound(named: readonly string[], { taken, left }: Choice): void {
  const stray = named.find((path) => taken.every(({ field }) => field.path !== path));
  if (stray === undefined) return;
  const known = left.map(({ field }) => field.path);
  throw new OpsError("usage", `Cannot adopt field "${stray}": it does not differ`, {
    hint: known.length === 0 ? "No field differs" : `Fields that differ: ${known.join(", ")}`,
  });
}

/** What was taken over must not differ any more. */
function requireTaken({ taken }: Choice, after: Plan): void {
  const failed = taken.find(({ change, field }) =>
    after.changes.some(
      ({ kind, key, fields }) =>
        kind === change.kind &&
        key === change.key &&
        fields.some(({ path }) => path === field.path),
    ),
  );
  if (failed === undefined) return;
  const { change, field } = failed;
  throw new OpsError(
    "refused",
    `Cannot adopt "${field.path}" of ${change.kind} "${change.key}": the config has no words for it`,
    { hint: "Nothing was written; name the fields to adopt with --field" },
  );
}
