import { Refusal } from "./refusal.ts";

const MAX_BYTES = 20 * 1024 * 1024;

/**
 * Reads a request's body as text: gzip by header, by `?compression=` or by its first bytes, and
 * the `data=` forms and queries of old browser SDKs, as base64 or plain (`posthog-api.md` 7.3).
 * Throws 400 for a body that does not decode and 413 above 20 MB, packed or unpacked.
 */
export async function readText(request: Request): Promise<string> {
  const { searchParams } = new URL(request.url);
  const bytes = await readBytes(request.body, { drains: true });
  const compression = searchParams.get("compression") ?? request.headers.get("content-encoding");
  const isPacked = compression?.startsWith("gzip") === true || isGzip(bytes);
  const text = new TextDecoder().decode(isPacked ? await gunzip(bytes) : bytes);
  if (text.startsWith("data=")) return plain(new URLSearchParams(text).get("data") ?? "");
  return text === "" ? plain(searchParams.get("data") ?? "") : text;
}

type Bytes = Uint8Array<ArrayBuffer>;

/** A client that is still sending would not read its answer, so what is too much is read too. */
async function readBytes(
  stream: ReadableStream<Bytes> | null,
  { drains }: { readonly drains: boolean },
): Promise<Bytes> {
  const chunks: Bytes[] = [];
  let size = 0;
  for await (const chunk of stream ?? []) {
    size += chunk.byteLength;
    if (size <= MAX_BYTES) chunks.push(chunk);
    else if (!drains) break;
  }
  if (size > MAX_BYTES) throw new Refusal(413, "Request body is too large.");
  return new Uint8Array(await new Blob(chunks).arrayBuffer());
}

const isGzip = (bytes: Bytes): boolean => bytes[0] === 0x1f && bytes[1] === 0x8b;

async function gunzip(bytes: Bytes): Promise<Bytes> {
  const unpacked = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"));
  try {
    return await readBytes(unpacked, { drains: false });
  } catch (error) {
    if (error instanceof Refusal) throw error;
    throw new Refusal(400, "Failed to decompress the request body.");
  }
}

/** The value of `data=`: JSON, or base64 of it. */
function plain(data: string): string {
  if (/^\s*(?:[[{]|$)/.test(data)) return data;
  try {
    // A plus sign that a form turned into a space.
    const binary = atob(data.replaceAll(" ", "+"));
    return new TextDecoder().decode(Uint8Array.from(binary, (char) => char.codePointAt(0) ?? 0));
  } catch {
    throw new Refusal(400, "Failed to decode the request body.");
  }
}
