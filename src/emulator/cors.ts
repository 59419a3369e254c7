import type { Answer } from "./route.ts";

/** The answer to a browser that asks whether it may. */
export function preflight(request: Request): Answer {
  return {
    status: 204,
    headers: {
      "access-control-allow-methods": "GET, POST, OPTIONS",
      "access-control-allow-headers":
        request.headers.get("access-control-request-headers") ?? "content-type",
      "access-control-max-age": "86400",
    },
  };
}

/** The headers without which a browser hides an answer from the page; none for other clients. */
export function allowBrowsers({ headers }: Request): Readonly<Record<string, string>> {
  const origin = headers.get("origin");
  if (origin === null) return {};
  return {
    "access-control-allow-origin": origin,
    "access-control-allow-credentials": "true",
    vary: "origin",
  };
}
