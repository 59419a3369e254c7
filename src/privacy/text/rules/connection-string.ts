import { REVOKE } from "../../hints.ts";
import { isPlaceholder } from "../placeholder.ts";
import { spansOf, type SpanRule } from "../rule.ts";

export const connectionString: SpanRule = {
  id: "secret.connection-string",
  severity: "error",
  why: "A connection string with a key opens its store",
  hint: REVOKE,
  needs: /(?:AccountKey|SharedAccessKey|Password|Pwd)\s*=/i,
  find: spansOf(/(?:[A-Za-z][A-Za-z ]{1,40}=[^;\n"']{1,300};?\s{0,2}){2,20}/g, ([match]) => {
    const pairs = match.split(";").map((pair) => {
      const at = pair.indexOf("=");
      return { name: pair.slice(0, at).trim().toLowerCase(), value: pair.slice(at + 1).trim() };
    });
    return (
      pairs.length >= 2 &&
      pairs.some(({ name }) => PLACES.has(name)) &&
      pairs.some(({ name, value }) => KEYS.has(name) && value.length >= 6 && !isPlaceholder(value))
    );
  }),
  examples: {
    finds: ["Host=localhost;Database=app;Username=app;Password=hunter2FAKE"],
    passes: ["Host=localhost;Password=<password>", "a=b;c=d"],
  },
};

const PLACES: ReadonlySet<string> = new Set([
  "server",
  "data source",
  "host",
  "endpoint",
  "defaultendpointsprotocol",
  "accountname",
  "user id",
  "uid",
  "initial catalog",
  "database",
  "blobendpoint",
  "sharedaccesskeyname",
]);
const KEYS: ReadonlySet<string> = new Set(["accountkey", "sharedaccesskey", "password", "pwd"]);
