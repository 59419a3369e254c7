import { OpsError } from "../errors.ts";
import type { Config } from "./config.ts";
import { suggest } from "./nearest.ts";
import type { Posthog } from "./schema/document.ts";

const DEFAULT_NAME = "default";
const DEFAULT_HOST = "https://us.posthog.com";

/**
 * The PostHog project that is meant: what the environment says, over what `[posthog]` says. None
 * asked for is the environment `default`, which need not be declared. Throws `usage` on a name
 * that is not.
 */
export function environmentOf(
  base: Posthog,
  environments: ReadonlyMap<string, Posthog>,
  asked: string = DEFAULT_NAME,
): Pick<Config, "environment" | "posthog"> {
  const own = environments.get(asked);
  if (own === undefined && asked !== DEFAULT_NAME) {
    throw new OpsError(
      "usage",
      `Cannot use environment "${asked}": the config declares none so named`,
      {
        hint: suggestion(asked, [...environments.keys()]),
      },
    );
  }
  return {
    environment: asked,
    posthog: {
      host: own?.host ?? base.host ?? DEFAULT_HOST,
      project: own?.project ?? base.project,
      groupTypes: own?.groupTypes ?? base.groupTypes ?? [],
    },
  };
}

function suggestion(asked: string, known: readonly string[]): string {
  if (known.length === 0) return `Declare it as [environments.${asked}.posthog]`;
  const all = `Known: ${known.map((name) => `"${name}"`).join(", ")}`;
  const near = suggest(asked, known);
  return near === all ? all : `${near} ${all}`;
}
