import { onTestFinished } from "vitest";
import { listen } from "../../src/cli/listen.ts";
import { parseConfig } from "../../src/mod.ts";
import { type Experiments, openExperiments, type OpenOptions } from "../../src/runtime.ts";
import { createPostHog, type CaptureLine, type PostHogOptions } from "../../src/testing.ts";
import { folder } from "../disk/folder.ts";
import { HALVES } from "../emulator/server.ts";

export const COMMON = `
[log.common]
version = "semver"
"$lib" = ["posthog-node"]
"$lib_version" = "semver"
"$is_server" = "boolean"
"$geoip_disable" = "boolean"
`;
export const TOML = `version = 1
[posthog]
project = 1
[experiments.copy]
user_overridable = true
[experiments.unheard-of]
[experiments.toggle]
remote = false
[flags.banner]
[events.opened]
view = ["list", "grid"]
[events."$feature_flag_called"]
"$feature_flag" = ["copy", "banner"]
"$feature_flag_response" = { any = ["boolean", "control", "test"] }
[events.experiment_overridden]
experimentId = ["copy"]
userChoice = { any = ["boolean", "control", "test"] }
assignedVariant = { type = { any = ["boolean", "control", "test"] }, null = true }
`;

/** A PostHog on a port, in which everyone has the banner and the copy under test. */
export interface Network {
  readonly home: string;
  readonly url: string;
  readonly requests: { readonly path: string; readonly body: string }[];
  readonly lines: CaptureLine[];
  readonly open: (
    options?: Partial<OpenOptions> & { readonly toml?: string },
  ) => Promise<Experiments>;
}

export async function network(options: Partial<PostHogOptions> = {}): Promise<Network> {
  const home = await folder();
  const requests: Network["requests"] = [];
  const lines: CaptureLine[] = [];
  const posthog = createPostHog({
    now: Date.now,
    onCapture: (more) => void lines.push(...more),
    ...options,
  });
  const make = async (body: object): Promise<unknown> =>
    posthog.fetch(
      new Request("http://posthog.test/api/projects/1/feature_flags/", {
        method: "POST",
        headers: { authorization: "Bearer phx_dev" },
        body: JSON.stringify(body),
      }),
    );
  const all = { groups: [{ properties: [], rollout_percentage: 100 }] };
  await make({ key: "banner", filters: all });
  const forced = { groups: [{ properties: [], rollout_percentage: 100, variant: "test" }] };
  await make({ key: "copy", filters: { ...forced, multivariate: { variants: HALVES } } });
  const { url, close } = await listen(async (request) => {
    const body = await request.clone().text();
    requests.push({ path: new URL(request.url).pathname, body });
    return posthog.fetch(request);
  }, 0);
  onTestFinished(close);
  return {
    home,
    url,
    requests,
    lines,
    open: async ({ toml = TOML + COMMON, env = {}, ...more } = {}) => {
      const experiments = await openExperiments({
        config: parseConfig(toml, { file: "assay.toml" }),
        projectKey: "phc_dev",
        development: false,
        base: { version: "1.2.3" },
        env: { ASSAY_HOME: home, POSTHOG_HOST: url, ...env },
        platform: "linux",
        ...more,
      });
      onTestFinished(experiments.stop);
      return experiments;
    },
  };
}
