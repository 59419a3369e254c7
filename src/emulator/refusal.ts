/**
 * Why a request is not carried out. Thrown by handlers and turned into a response in one place
 * (`emulator.ts`), so that a refusal deep inside a validation needs no ladder of returns.
 *
 * Under `/api/` PostHog answers JSON with a type, a code, a detail and the attribute at fault
 * (`posthog-api.md` 1.4); the flag and capture services answer plain text (4.4).
 */
export class Refusal extends Error {
  override readonly name = "Refusal";
  readonly status: number;
  /** A record is sent as JSON, a string as it is. */
  readonly body: string | ErrorBody;

  constructor(status: number, body: string | ErrorBody) {
    super(typeof body === "string" ? body : body.detail);
    this.status = status;
    this.body = body;
  }
}

export interface ErrorBody {
  readonly type: string;
  readonly code: string;
  readonly detail: string;
  readonly attr: string | null;
  /** What waits for a second person. */
  readonly change_request_id?: string;
}

/** 400: a field is wrong, or the step is not allowed now. */
export function invalid(
  detail: string,
  attr: string | null = null,
  code = "invalid_input",
): Refusal {
  return new Refusal(400, { type: "validation_error", code, detail, attr });
}

/** 404: there is no such thing, or the key may not know of it. */
export function notFound(detail = "Not found."): Refusal {
  return new Refusal(404, {
    type: "invalid_request",
    code: "not_found",
    detail,
    attr: null,
  });
}

/** 405, with PostHog's own words unless a better way is known. */
export function methodNotAllowed(
  method: string,
  detail = `Method "${method}" not allowed.`,
): Refusal {
  return new Refusal(405, {
    type: "invalid_request",
    code: "method_not_allowed",
    detail,
    attr: null,
  });
}

/** 409: someone else wrote the same field since it was read. */
export function conflict(detail: string): Refusal {
  return new Refusal(409, { type: "server_error", code: "conflict", detail, attr: null });
}

/** 400: the body is not JSON. */
export function parseError(detail: string): Refusal {
  return new Refusal(400, { type: "invalid_request", code: "parse_error", detail, attr: null });
}
