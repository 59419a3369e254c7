import { join } from "node:path";
import { type Surroundings, stateFolder } from "./user-folders.ts";

/**
 * The folder of the counters that are sent to an address, the same for an application and for the
 * `assay` command on its machine.
 */
export function metricsFolder(surroundings: Surroundings, endpoint: string): string {
  const name = endpoint.replace(/^https?:\/\//, "").replaceAll(/[^\w.-]+/g, "_");
  return join(stateFolder(surroundings), "metrics", name === "" ? "local" : name);
}
