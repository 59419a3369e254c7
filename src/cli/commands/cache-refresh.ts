import { setAside } from "../../disk/set-aside.ts";
import { fileSnapshot } from "../../disk/snapshot-file.ts";
import { fetchDefinitions } from "../../posthog/definitions.ts";
import { requireKey } from "../../posthog/keys.ts";
import { snapshotPath, warnOfProblem } from "../cache.ts";
import { type Command, command } from "../command.ts";
import { hostOf } from "../posthog-host.ts";
import { transport } from "../wiring.ts";

/** `cache refresh`: fetches the definitions; a failure leaves the cache as it was. */
export const cacheRefreshCommand: Command = command({
  args: {},
  examples: ["cache refresh"],
  run: async (_, session) => {
    const config = await session.config();
    const { env } = session.host;
    const host = hostOf(config, session);
    const access = {
      host,
      personalKey: requireKey("POSTHOG_PERSONAL_API_KEY", env),
      projectKey: requireKey("POSTHOG_PROJECT_API_KEY", env),
    };
    const definitions = await fetchDefinitions(access, transport(session));
    const path = snapshotPath(config, session);
    const project = config.posthog.project ?? null;
    if ((await fileSnapshot(path).load()).state === "unreadable")
      warnOfProblem(await setAside(path), session);
    await fileSnapshot(path).save({ fetchedAt: session.now(), host, project, definitions });
    const flags = definitions.flags.length;
    return {
      outcome: "ok",
      data: { flags },
      meta: { path },
      blocks: [{ block: "text", text: `${flags} flags kept in ${path}` }],
    };
  },
});
