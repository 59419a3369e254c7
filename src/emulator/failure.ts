import type { Answer } from "./route.ts";

/** An answer with an error status, in the words of the service that is asked. */
export function failure(
  status: number,
  { isPublic, retryAfter }: { readonly isPublic: boolean; readonly retryAfter: number },
): Answer {
  const headers = status === 429 ? { "retry-after": String(retryAfter) } : {};
  if (isPublic) return { status, headers, body: PLAIN[status] ?? "Internal server error" };
  const [type, code, detail] = JSON_BODIES[status] ?? (status < 500 ? REFUSED : FAILED);
  const wait = status === 429 ? ` Expected available in ${seconds(retryAfter)}.` : "";
  return { status, headers, body: { type, code, detail: `${detail}${wait}`, attr: null } };
}

const seconds = (count: number): string => `${count} second${count === 1 ? "" : "s"}`;

/** `posthog-api.md` 4.4 */
const PLAIN: Readonly<Record<number, string>> = {
  400: "Failed to parse request",
  401: "The provided API key is invalid or has expired. Please check your API key and try again.",
  402: "Billing limit reached. Please upgrade your plan.",
  429: "Rate limit exceeded. Please reduce your request frequency and try again later.",
  503: "Service unavailable",
};

type Words = readonly [type: string, code: string, detail: string];

const FAILED: Words = ["server_error", "error", "A server error occurred."];
const REFUSED: Words = ["invalid_request", "error", "The request was refused."];

/** `posthog-api.md` 1.4 */
const JSON_BODIES: Readonly<Record<number, Words>> = {
  401: [
    "authentication_error",
    "authentication_failed",
    "Personal API key found in request Authorization header is invalid.",
  ],
  402: ["server_error", "payment_required", "Payment required."],
  403: [
    "authentication_error",
    "permission_denied",
    "You do not have editor access to this resource.",
  ],
  404: ["invalid_request", "not_found", "Not found."],
  409: ["server_error", "conflict", "The resource was changed at the same time."],
  429: ["throttled_error", "throttled", "Request was throttled."],
};
