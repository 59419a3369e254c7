import type { Receipt } from "./ledger.ts";

export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** A JSON answer that nobody stores. */
export function answer(
  status: number,
  body: unknown,
  headers: Readonly<Record<string, string>> = {},
): Answer {
  return {
    status,
    headers: { "content-type": "application/json", "cache-control": "no-store", ...headers },
    body: JSON.stringify(body),
  };
}

export function receiptAnswer({ accepted, refused }: Receipt): Answer {
  return answer(202, { accepted, refused });
}

/** A batch as a whole, in the shape of a receipt. */
export function refusal(
  status: number,
  why: string,
  headers: Readonly<Record<string, string>> = {},
): Answer {
  return answer(status, { accepted: 0, refused: { [why]: 1 } }, headers);
}

/** The same request may come again after so long. */
export function later(status: 429 | 503, detail: string, waitSeconds: number): Answer {
  return answer(status, { detail }, { "retry-after": String(waitSeconds) });
}
