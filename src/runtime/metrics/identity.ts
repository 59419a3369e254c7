import { OpsError } from "../../errors.ts";
import { judgeRequest } from "../../privacy/release/judge-request.ts";
import { type Promised, uploadSchema } from "../../privacy/release/upload-schema.ts";
import { HEADERS } from "./answer.ts";

/** What a batch says of the application that counted: a value for each declared dimension. */
export type Dimensions = Readonly<Record<string, string | number | boolean>>;

/**
 * The declared dimensions of this application. Throws `config` where one lacks a value or has one
 * that is no member of its closed set: the collector would refuse every batch.
 *
 * @param known values by name; those that are not declared are left out
 */
export function dimensionsOf(config: Promised, known: Dimensions): Dimensions {
  const domains = [...uploadSchema(config).dimensions];
  return Object.fromEntries(
    domains.map(([name, isMember]) => {
      const value = Object.hasOwn(known, name) ? known[name] : undefined;
      if (value === undefined || !isMember(value))
        throw new OpsError(
          "config",
          `Cannot open counters: dimension "${name}" has no valid value`,
          {
            hint: `Declare its closed type as [log] common = { ${name} = [ … ] } and give one of its values`,
          },
        );
      return [name, value];
    }),
  );
}

/** Throws `config` for an address that batches must not go to, such as one without encryption. */
export function checkEndpoint(endpoint: string): void {
  const headers = [...Object.keys(HEADERS), "idempotency-key"];
  if (judgeRequest({ method: "POST", url: endpoint, headers }, [endpoint]).length === 0) return;
  throw new OpsError(
    "config",
    "Cannot send to [metrics] endpoint: it is not a plain https address",
    {
      hint: "Give an https address without user, query or fragment; http only on this machine",
    },
  );
}
