import type { Config } from "../config/config.ts";
import type { Session } from "./session.ts";

/** PostHog's address: POSTHOG_HOST over the config. */
export function hostOf(config: Config, { host }: Session): string {
  return host.env["POSTHOG_HOST"]?.trim() || config.posthog.host;
}
