import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import type { Browser, Page } from "playwright-core";
import { onTestFinished } from "vitest";
import { listen } from "../../src/cli/listen.ts";
import { isRecord } from "../../src/evaluation/record.ts";
import { createPostHog, type CaptureLine, type PostHogOptions } from "../../src/testing.ts";

const require = createRequire(import.meta.url);
const DIST = dirname(require.resolve("posthog-js/dist/array.js"));

/** A page with posthog-js on it, and the PostHog that it talks to over the network. */
export interface Visit {
  /** Runs the body of an async function in the page, with `posthog` and the PostHog's `host`. */
  readonly run: (body: string) => Promise<unknown>;
  readonly page: Page;
  /** What was captured, an event each, by when it came. */
  readonly events: () => readonly Event[];
  /** `METHOD /path` of every request to PostHog, and what its body was called. */
  readonly requests: readonly { readonly what: string; readonly type: string | null }[];
  /** What the page complained about. */
  readonly complaints: readonly string[];
  readonly api: (method: string, path: string, body?: object) => Promise<void>;
}

interface Event {
  readonly event: string;
  readonly properties: Readonly<Record<string, unknown>>;
}

/** Opens a page of one origin with a bundle of posthog-js, beside a PostHog of another. */
export async function visit(
  browser: Browser,
  bundle: string,
  options: Partial<PostHogOptions> = {},
): Promise<Visit> {
  const lines: CaptureLine[] = [];
  const requests: { what: string; type: string | null }[] = [];
  const complaints: string[] = [];
  const posthog = createPostHog({
    now: Date.now,
    onCapture: (more) => void lines.push(...more),
    ...options,
  });
  const server = await listen(async (request) => {
    const what = `${request.method} ${new URL(request.url).pathname}`;
    requests.push({ what, type: request.headers.get("content-type") });
    return posthog.fetch(request);
  }, 0);
  const site = await serveSite(bundle);
  const page = await browser.newPage();
  page.on("pageerror", ({ message }) => complaints.push(message));
  page.on("console", (said) => {
    if (said.type() === "error") complaints.push(said.text());
  });
  onTestFinished(async () => {
    await page.close();
    await Promise.all([server.close(), site.close()]);
  });
  await page.goto(site.url);
  return {
    run: (body) => page.evaluate(`(async (host) => { ${body} })(${JSON.stringify(server.url)})`),
    page,
    events: () => lines.flatMap(eventsOf),
    requests,
    complaints,
    api: async (method, path, body) => {
      const response = await fetch(`${server.url}/api/projects/1${path}`, {
        method,
        headers: { authorization: "Bearer phx_dev" },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      });
      if (!response.ok) throw new Error(await response.text());
    },
  };
}

function eventsOf(line: CaptureLine): Event[] {
  const { event, properties } = line;
  if (Array.isArray(line["batch"])) return line["batch"].flatMap(eventsOf);
  return [{ event: String(event), properties: isRecord(properties) ? properties : {} }];
}

async function serveSite(bundle: string): Promise<Awaited<ReturnType<typeof listen>>> {
  const script = readFileSync(join(DIST, bundle), "utf8");
  const html = "<!doctype html><title>A page</title><script src=/posthog.js></script>";
  return listen(async ({ url }) => {
    const isScript = new URL(url).pathname === "/posthog.js";
    const type = isScript ? "text/javascript" : "text/html";
    return new Response(isScript ? script : html, { headers: { "content-type": type } });
  }, 0);
}
