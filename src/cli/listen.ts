import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import type { Exchange } from "../collector/exchange.ts";
import { OpsError } from "../errors.ts";

export interface Listening {
  /** Without a slash at the end. */
  readonly url: string;
  /** Lets running answers end, then closes. */
  readonly close: () => Promise<void>;
}

const GRACE_MS = 2000;

/** How long a client may take to send its headers, and its request as a whole. */
export interface Patience {
  readonly headersMs: number;
  readonly requestMs: number;
}

const PATIENCE: Patience = { headersMs: 10_000, requestMs: 30_000 };

/** Answers a request; undefined breaks the connection. */
type Handler = (request: Request) => Promise<Response | undefined>;

/**
 * Serves a web-standard handler on the loopback interface. Port 0 takes a free one. Throws
 * `usage` when the port is taken or not allowed. Who sends too slowly is answered 408.
 */
export async function listen(
  handler: Handler,
  port: number,
  patience?: Patience,
): Promise<Listening> {
  return listenTo(async (incoming, outgoing) => serve(handler, incoming, outgoing), port, patience);
}

/** The same for an exchange, which costs a fraction of the time: nothing of the web is made. */
export async function listenPlainly(exchange: Exchange, port: number): Promise<Listening> {
  return listenTo(async (incoming, outgoing) => {
    const { method = "GET", url = "/", headersDistinct } = incoming;
    const header = (name: string): string | undefined => headersDistinct[name]?.join(", ");
    const answer = await exchange({ method, url, header, body: chunksOf(incoming) });
    outgoing.writeHead(answer.status, answer.headers).end(answer.body);
  }, port);
}

async function listenTo(
  answered: (incoming: IncomingMessage, outgoing: ServerResponse) => Promise<void>,
  port: number,
  { headersMs, requestMs }: Patience = PATIENCE,
): Promise<Listening> {
  const timeouts = {
    headersTimeout: headersMs,
    requestTimeout: requestMs,
    connectionsCheckingInterval: headersMs / 10,
  };
  const server = createServer(timeouts, (incoming, outgoing) => {
    answered(incoming, outgoing)
      .catch(() => fail(outgoing))
      // What nobody read would stand before the next request of the connection.
      .finally(() => incoming.resume());
  });
  await new Promise<void>((resolve, reject) => {
    server.once("error", (error: NodeJS.ErrnoException) =>
      reject(
        new OpsError("usage", `Cannot listen on port ${port}: ${error.code ?? "refused"}`, {
          hint: "Choose another with --port N; 0 takes a free one",
          cause: error,
        }),
      ),
    );
    server.listen(port, "127.0.0.1", resolve);
  });
  return {
    url: `http://127.0.0.1:${addressOf(server.address()).port}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeIdleConnections();
        // A client that never finishes its request would hold the process for minutes.
        setTimeout(() => server.closeAllConnections(), GRACE_MS).unref();
      }),
  };
}

async function serve(
  handler: Handler,
  incoming: IncomingMessage,
  outgoing: ServerResponse,
): Promise<void> {
  const request = toRequest(incoming);
  if (request === undefined) {
    outgoing.writeHead(400).end();
    return;
  }
  const response = await handler(request);
  if (response === undefined) {
    outgoing.destroy();
    return;
  }
  outgoing.writeHead(response.status, [...response.headers].flat());
  outgoing.end(new Uint8Array(await response.arrayBuffer()));
}

/** PostHog's own words for a fault of the server; nothing of the request is repeated. */
function fail(outgoing: ServerResponse): void {
  if (outgoing.headersSent) {
    outgoing.destroy();
    return;
  }
  const [type, code, detail] = ["server_error", "error", "A server error occurred."];
  outgoing.writeHead(500, { "content-type": "application/json" });
  outgoing.end(JSON.stringify({ type, code, detail, attr: null }));
}

/** Undefined for what HTTP allows and the web does not, such as `TRACE` or a path without a host. */
function toRequest(incoming: IncomingMessage): Request | undefined {
  const method = incoming.method ?? "GET";
  const headers = Object.entries(incoming.headersDistinct).flatMap(([name, values]) =>
    (values ?? []).map((value): [string, string] => [name, value]),
  );
  const hasBody = method !== "GET" && method !== "HEAD";
  const body = hasBody ? ReadableStream.from(chunksOf(incoming)) : null;
  try {
    const url = new URL(incoming.url ?? "/", `http://${incoming.headers.host ?? "127.0.0.1"}`);
    return new Request(url, { method, headers, body, duplex: "half" });
  } catch {
    return undefined;
  }
}

/** A body that may be left before its end: the connection stays for the answer. */
function chunksOf(incoming: IncomingMessage): AsyncIterable<Uint8Array> {
  return incoming.iterator({ destroyOnReturn: false });
}

function addressOf(address: AddressInfo | string | null): AddressInfo {
  if (address === null || typeof address === "string") throw new Error("a TCP server has a port");
  return address;
}
