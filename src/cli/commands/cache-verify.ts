import { reportCacheVerify } from "../../report/cache-verify.ts";
import { verifiedFiles } from "../cache-verify.ts";
import { type Command, command } from "../command.ts";

/** `cache verify`: whether what this machine keeps may be used. It changes nothing. */
export const cacheVerifyCommand: Command = command({
  args: {},
  examples: ["cache verify", "cache verify --json"],
  run: async (_, session) => reportCacheVerify(await verifiedFiles(session)),
});
