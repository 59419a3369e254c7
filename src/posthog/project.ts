import type { RemoteStore } from "../experiment/store.ts";
import { createClient, type Transport } from "./client.ts";
import { posthogExperimentStore } from "./experiments.ts";
import { posthogFlagStore } from "./flags.ts";
import { appHost } from "./hosts.ts";

/** Where a project is, and who asks. */
export interface ProjectAccess {
  /** Either of a cloud's hosts, or a host of one's own. */
  readonly host: string;
  readonly project: number;
  /** `phx_…`, see `requireKey`. */
  readonly personalKey: string;
}

/** The flags and experiments of one PostHog project, over REST. */
export function posthogStore(
  { host, project, personalKey }: ProjectAccess,
  transport: Transport,
): RemoteStore {
  const client = createClient({ host: appHost(host), key: personalKey }, transport);
  const base = `/api/projects/${project}`;
  return { ...posthogFlagStore(client, base), ...posthogExperimentStore(client, base) };
}
