import { Refusal } from "./refusal.ts";

const MAX_BYTES = 20 * 1024 * 1024;

/**
 * Reads a request's body as text: gzip by header or by `?compression=`, and the base64 `data=`
 * forms of old browser SDKs (`posthog-api.md` 7.3). Throws 400 for a body that does not decode and
 * 413 above 20 MB.
 */
export async function readText(request: Request): Promise<string> {
  const bytes = await request.arrayBuffer();
  if (bytes.byteLength > MAX_BYTES) throw new Refusal(413, "Request body is too large.");
  const text = isGzip(request) ? await gunzip(bytes) : new TextDecoder().decode(bytes);
  const type = request.headers.get("content-type") ?? "";
  const isForm = type.startsWith("application/x-www-form-urlencoded") && text.startsWith("data=");
  return isForm ? fromBase64(new URLSearchParams(text).get("data") ?? "") : text;
}

function isGzip(request: Request): boolean {
  const compression = new URL(request.url).searchParams.get("compression") ?? "";
  return compression.startsWith("gzip") || request.headers.get("content-encoding") === "gzip";
}

async function gunzip(bytes: ArrayBuffer): Promise<string> {
  const unpacked = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"));
  try {
    return await new Response(unpacked).text();
  } catch {
    throw new Refusal(400, "Failed to decompress the request body.");
  }
}

function fromBase64(data: string): string {
  try {
    // A plus sign that a form turned into a space.
    const binary = atob(data.replaceAll(" ", "+"));
    return new TextDecoder().decode(Uint8Array.from(binary, (char) => char.codePointAt(0) ?? 0));
  } catch {
    throw new Refusal(400, "Failed to decode the request body.");
  }
}
