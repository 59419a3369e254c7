/** A request that left, without its body. */
export interface SentRequest {
  readonly method: string;
  readonly url: string;
  /** The names of its headers. */
  readonly headers: readonly string[];
  /** Where it ended, when a redirect was followed. */
  readonly redirectedTo?: string;
}

/**
 * Whether a request went only where and how it is declared, sorted (`privacy-rules.md` 7,
 * `egress.*`): by POST to exactly one of the declared addresses, without a query, a fragment or a
 * user, encrypted unless it stays on this machine, with no header of its own.
 */
export function judgeRequest(
  { method, url, headers, redirectedTo }: SentRequest,
  declared: readonly string[],
): string[] {
  const address = read(url);
  const found: string[] = [];
  const isDeclared =
    method === "POST" &&
    address?.isPlain === true &&
    declared.some((each) => isSame(read(each), address));
  if (!isDeclared) found.push("egress.destination");
  if (headers.some((name) => !HEADERS.has(name.toLowerCase()))) found.push("egress.header-leak");
  if (address?.scheme !== "https" && !isLoopback(address?.host)) found.push("egress.insecure");
  if (redirectedTo !== undefined) found.push("egress.redirect");
  return found;
}

const HEADERS: ReadonlySet<string> = new Set([
  "content-type",
  "content-length",
  "host",
  "accept",
  "user-agent",
  "connection",
  "idempotency-key",
]);

interface Address {
  readonly scheme: string;
  readonly host: string;
  readonly port: string;
  readonly path: string;
  /** Without a user, a query or a fragment. */
  readonly isPlain: boolean;
}

const PORTS: Readonly<Record<string, string>> = { https: "443", http: "80" };

function read(url: string): Address | undefined {
  const parts = /^([a-z][a-z0-9+.-]*):\/\/([^/?#]*)([^?#]*)(.*)$/i.exec(url);
  if (parts === null) return undefined;
  const [, scheme = "", authority = "", path = "", rest = ""] = parts;
  const at = authority.lastIndexOf("@");
  const [, host = "", port] = /^(\[[^\]]*\]|[^:]*)(?::(\d*))?$/.exec(authority.slice(at + 1)) ?? [];
  const own = scheme.toLowerCase();
  return {
    scheme: own,
    host: host.toLowerCase(),
    port: port === undefined || port === "" ? (PORTS[own] ?? "") : port,
    path: path === "" ? "/" : path,
    isPlain: at < 0 && rest === "" && host !== "",
  };
}

function isSame(a: Address | undefined, b: Address): boolean {
  return a?.scheme === b.scheme && a.host === b.host && a.port === b.port && a.path === b.path;
}

function isLoopback(host: string | undefined): boolean {
  return host !== undefined && /^(?:localhost|127(?:\.\d{1,3}){3}|\[::1\])$/.test(host);
}
