/** A URL as far as a request is judged by it. */
export interface Address {
  readonly scheme: string;
  readonly host: string;
  readonly port: string;
  readonly path: string;
  /** Without a user, a query or a fragment. */
  readonly isPlain: boolean;
}

const PORTS: Readonly<Record<string, string>> = { https: "443", http: "80" };

export function addressOf(url: string): Address | undefined {
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

export function isSame(a: Address | undefined, b: Address): boolean {
  return a?.scheme === b.scheme && a.host === b.host && a.port === b.port && a.path === b.path;
}

export function isLoopback(host: string | undefined): boolean {
  return host !== undefined && /^(?:localhost|127(?:\.\d{1,3}){3}|\[::1\])$/.test(host);
}
