import { strange } from "./dto.ts";

/** Far above what PostHog answers; beyond it something else is talking. */
const MAX_BODY_BYTES: number = 64 * 1024 * 1024;

/** The text of an answer. Throws `unavailable` for one without an end, before it fills the memory. */
export async function bodyText(response: Response, host: string): Promise<string> {
  const decoder = new TextDecoder();
  let text = "";
  let bytes = 0;
  for await (const chunk of response.body ?? []) {
    bytes += chunk.byteLength;
    if (bytes > MAX_BODY_BYTES) throw strange(host);
    text += decoder.decode(chunk, { stream: true });
  }
  return text + decoder.decode();
}
