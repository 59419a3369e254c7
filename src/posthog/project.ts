import type { RemoteStore } from "../experiment/store.ts";
import { type Client, createClient, type Transport } from "./client.ts";
import { posthogEvidenceStore } from "./evidence.ts";
import { posthogExperimentStore } from "./experiments.ts";
import { posthogFlagStore } from "./flags.ts";
import { appHost } from "./hosts.ts";
import { type Call, rehearsal } from "./rehearsal.ts";

/** Where a project is, and who asks. */
export interface ProjectAccess {
  /** Either of a cloud's hosts, or a host of one's own. */
  readonly host: string;
  readonly project: number;
  /** `phx_…`, see `requireKey`. */
  readonly personalKey: string;
}

/** The flags, experiments and evidence of one PostHog project, over REST. */
export function posthogStore(access: ProjectAccess, transport: Transport): RemoteStore {
  return storeOver(clientOf(access, transport), access);
}

/** The same for a dry run: reads are real, and of the writes only a note is taken. */
export function posthogRehearsal(
  access: ProjectAccess,
  transport: Transport,
): { readonly store: RemoteStore; readonly calls: readonly Call[] } {
  const { client, calls } = rehearsal(clientOf(access, transport));
  return { store: storeOver(client, access), calls };
}

function clientOf({ host, personalKey }: ProjectAccess, transport: Transport): Client {
  return createClient({ host: appHost(host), key: personalKey }, transport);
}

function storeOver(client: Client, { project }: ProjectAccess): RemoteStore {
  const base = `/api/projects/${project}`;
  return {
    ...posthogFlagStore(client, base),
    ...posthogExperimentStore(client, base),
    ...posthogEvidenceStore(client, base),
  };
}
