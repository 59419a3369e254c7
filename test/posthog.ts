import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { onTestFinished } from "vitest";
import { createPostHog, type PostHog, type PostHogOptions } from "../src/emulator/emulator.ts";
import { assay, NOW, type Seen } from "./assay.ts";

/** A folder with a config, a PostHog of its own, and the tool working on both. */
export interface Desk {
  readonly folder: string;
  readonly posthog: PostHog;
  readonly assay: (line: string, env?: Readonly<Record<string, string>>) => Promise<Seen>;
  readonly write: (file: string, text: string) => void;
}

/** A config of a flag and an experiment; more of the experiment may follow. */
export const PROJECT = `
version = 1
[posthog]
project = 1
[flags.stats-tab]
name = "Stats tab"
rollout = 25
[experiments.checkout-copy]
name = "Checkout copy"
`;

/** Sets a desk up in a temporary folder, which is gone after the test. */
export function desk(toml: string, options: Partial<PostHogOptions> = {}): Desk {
  const folder = mkdtempSync(join(tmpdir(), "assay-desk-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const posthog = createPostHog({ now: () => NOW, ...options });
  const write = (file: string, text: string): void => writeFileSync(join(folder, file), text);
  write("assay.toml", toml);
  return {
    folder,
    posthog,
    write,
    assay: (line, env = {}) =>
      assay(words(line), {
        cwd: () => folder,
        fetch: (input, init) => posthog.fetch(new Request(input, init)),
        env: {
          ASSAY_HOME: join(folder, "home"),
          POSTHOG_HOST: "http://posthog.test",
          POSTHOG_PERSONAL_API_KEY: "phx_dev",
          POSTHOG_PROJECT_API_KEY: "phc_dev",
          ...env,
        },
      }),
  };
}

/** A command line as a shell would cut it; double quotes keep spaces. */
function words(line: string): string[] {
  return [...line.matchAll(/"([^"]*)"|(\S+)/g)].map(([, quoted, bare]) => quoted ?? bare ?? "");
}
