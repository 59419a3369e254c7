import type { Definitions } from "../evaluation/flag.ts";
import { OpsError } from "../errors.ts";
import { createClient, type Transport } from "./client.ts";
import { definitionsDto, parseDto } from "./dto.ts";
import { ingestionHost } from "./hosts.ts";

export interface DefinitionsAccess {
  readonly host: string;
  /** `phx_…` */
  readonly personalKey: string;
  /** `phc_…`: which project. */
  readonly projectKey: string;
}

/**
 * Fetches what local evaluation needs (`posthog-api.md` 4.2), as it came. Servers before the
 * definitions service answer on the older path with the same body.
 */
export async function fetchDefinitions(
  { host, personalKey, projectKey }: DefinitionsAccess,
  transport: Transport,
): Promise<Definitions> {
  const from = ingestionHost(host);
  const client = createClient({ host: from, key: personalKey }, transport);
  const query = `?token=${encodeURIComponent(projectKey)}&send_cohorts`;
  const ask = async (path: string): Promise<Definitions> =>
    parseDto(definitionsDto, await client.request({ method: "GET", path: path + query }), from);
  try {
    return await ask("/flags/definitions");
  } catch (error) {
    // The client tells a missing path from a missing object by nothing but its kind.
    if (!(error instanceof OpsError) || error.kind !== "conflict") throw error;
    return await ask("/api/feature_flag/local_evaluation/");
  }
}
