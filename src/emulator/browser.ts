import { projectOfToken } from "./access.ts";
import { notFound } from "./refusal.ts";
import { remoteConfigOf } from "./remote-config.ts";
import type { Answer, Call, Route } from "./route.ts";

/** What a browser SDK loads beside flags: its settings, and lists of what does not exist here. */
export const browserRoutes: readonly Route[] = [
  { method: "GET", path: "/array/:token/config", handle: (call) => ({ body: configOf(call) }) },
  { method: "GET", path: "/array/:token/config.js", handle: configScript },
  // Recorders and surveys exist elsewhere; an empty script keeps a page's console quiet.
  ...["/static/:file", "/static/:version/:file"].map((path): Route => ({
    method: "GET",
    path,
    handle: () => ({ body: "", headers: JAVASCRIPT }),
  })),
  ...Object.entries({
    surveys: "surveys",
    early_access_features: "earlyAccessFeatures",
    web_experiments: "experiments",
    product_tours: "product_tours",
  }).map(([name, list]): Route => ({
    method: "GET",
    path: `/api/${name}`,
    handle: (call) => {
      projectOfToken(call, call.url.searchParams.get("token"));
      return { body: { [list]: [] } };
    },
  })),
];

const JAVASCRIPT = { "content-type": "application/javascript" };

function configOf(call: Call): ReturnType<typeof remoteConfigOf> {
  const token = call.params["token"] ?? "";
  if (call.projects.every((project) => project.token !== token)) throw notFound();
  return remoteConfigOf(call, token);
}

function configScript(call: Call): Answer {
  const config = configOf(call);
  const entry = JSON.stringify({ config, siteApps: [] }).replaceAll("<", String.raw`\u003c`);
  const held = "window._POSTHOG_REMOTE_CONFIG";
  return {
    headers: JAVASCRIPT,
    body: `${held} = ${held} || {};\n${held}[${JSON.stringify(config["token"])}] = ${entry};\n`,
  };
}
