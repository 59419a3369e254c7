import { allowBrowsers, preflight } from "./cors.ts";
import { methodNotAllowed, notFound, Refusal } from "./refusal.ts";
import { matchPath, type Answer, type Call, type Route } from "./route.ts";
import { publicRoutes, routes } from "./routes.ts";

/** Finds a request's route and asks its handler; a refusal is an answer too. */
export async function answerTo(
  request: Request,
  known: Omit<Call, "url" | "params" | "headers">,
): Promise<Answer> {
  const url = new URL(request.url);
  const found = matchPath(routes, url.pathname);
  try {
    const route = routeOf(found.routes, request);
    if (route === "preflight") return preflight(request);
    return await route.handle({ ...known, url, params: found.params, headers: request.headers });
  } catch (error) {
    return refused(error);
  }
}

/** Whether a request is for one of the services that answer errors in plain text. */
export function isPublic({ url }: Request): boolean {
  return matchPath(routes, new URL(url).pathname).routes.some((route) =>
    publicRoutes.includes(route),
  );
}

/** `HEAD` asks as `GET` does; the body is left out at the end. */
function routeOf(candidates: readonly Route[], { method }: Request): Route | "preflight" {
  if (candidates.length === 0) throw notFound();
  if (method === "OPTIONS" && candidates.some((route) => publicRoutes.includes(route)))
    return "preflight";
  const asked = method === "HEAD" ? "GET" : method;
  const route = candidates.find((candidate) => candidate.method === asked);
  if (route === undefined) throw methodNotAllowed(method);
  return route;
}

/** What is thrown on purpose, as an answer. */
export function refused(error: unknown): Answer {
  if (error instanceof Refusal) return { status: error.status, body: error.body };
  throw error;
}

/** An answer as a response, which a browser may see. */
export function respond({ status = 200, body, headers = {} }: Answer, request: Request): Response {
  const isText = typeof body === "string";
  const type = isText ? "text/plain; charset=utf-8" : "application/json";
  const content = isText || body === undefined ? body : JSON.stringify(body);
  return new Response(request.method === "HEAD" ? null : (content ?? null), {
    status,
    headers: {
      ...(body === undefined ? {} : { "content-type": type }),
      ...headers,
      ...(isPublic(request) ? allowBrowsers(request) : {}),
    },
  });
}
