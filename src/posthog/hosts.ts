import { OpsError } from "../errors.ts";

/** PostHog's two clouds: private API and ingestion live on hosts of their own (`posthog-api.md` 1.2). */
const CLOUDS: readonly { readonly app: string; readonly ingestion: string }[] = [
  { app: "us.posthog.com", ingestion: "us.i.posthog.com" },
  { app: "eu.posthog.com", ingestion: "eu.i.posthog.com" },
];

/** Old names of the American cloud. */
const FORMER: Readonly<Record<string, string>> = {
  "app.posthog.com": "us.posthog.com",
  "app.i.posthog.com": "us.i.posthog.com",
};

/** Where the private REST API answers. A host of one's own serves everything itself. */
export function appHost(host: string): string {
  return withName(host, (name) => CLOUDS.find(({ ingestion }) => ingestion === name)?.app ?? name);
}

/** Where events, flag values and flag definitions are served. */
export function ingestionHost(host: string): string {
  return withName(host, (name) => CLOUDS.find(({ app }) => app === name)?.ingestion ?? name);
}

/** The address without a path, its host name changed. Throws `config` if it is none. */
function withName(host: string, rename: (name: string) => string): string {
  const url = URL.canParse(host) ? new URL(host) : undefined;
  if (url === undefined || !/^https?:$/.test(url.protocol))
    throw new OpsError("config", "Cannot use the PostHog host: it is no web address", {
      hint: 'Write it like "https://us.posthog.com", in [posthog] host or POSTHOG_HOST',
    });
  const name = rename(FORMER[url.host] ?? url.host);
  return `${url.protocol}//${name}`;
}
