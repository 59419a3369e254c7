import type { Receipt } from "./ledger.ts";

/** A JSON answer that nobody stores. */
export function answer(
  status: number,
  body: unknown,
  headers: Readonly<Record<string, string>> = {},
): Response {
  return new Response(JSON.stringify(body), {
    status,
    headers: { "content-type": "application/json", "cache-control": "no-store", ...headers },
  });
}

export function receiptAnswer({ accepted, refused }: Receipt): Response {
  return answer(202, { accepted, refused });
}

/** A batch as a whole, in the shape of a receipt. */
export function refusal(
  status: number,
  why: string,
  headers: Readonly<Record<string, string>> = {},
): Response {
  return answer(status, { accepted: 0, refused: { [why]: 1 } }, headers);
}

/** The same request may come again after so long. */
export function later(status: 429 | 503, detail: string, waitSeconds: number): Response {
  return answer(status, { detail }, { "retry-after": String(waitSeconds) });
}
