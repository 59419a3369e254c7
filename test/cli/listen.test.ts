import { connect } from "node:net";
import { setTimeout as delay } from "node:timers/promises";
import { expect, onTestFinished, test } from "vitest";
import { listen, type Listening, listenPlainly } from "../../src/cli/listen.ts";

/** Servers that answer before they have read what they were sent. */
const EARLY: readonly [string, () => Promise<Listening>][] = [
  ["handler", async () => listen(async () => new Response("early", { status: 413 }), 0)],
  ["exchange", async () => listenPlainly(async () => early(), 0)],
  [
    "exchange that leaves a body after its first chunk",
    async () =>
      listenPlainly(async ({ body }) => {
        for await (const chunk of body ?? []) if (chunk.byteLength > 0) break;
        return early();
      }, 0),
  ],
  [
    "handler that lets go of a body after its first chunk",
    async () =>
      listen(async ({ body }) => {
        const reader = body?.getReader();
        await reader?.read();
        await reader?.cancel();
        return new Response("early", { status: 413 });
      }, 0),
  ],
];

function early(): { status: number; headers: Record<string, string>; body: string } {
  return { status: 413, headers: {}, body: "early" };
}

const LENGTH = 4 * 1024 * 1024;
const HEAD = `POST / HTTP/1.1\r\nHost: x\r\nContent-Length: ${LENGTH}\r\n\r\n`;

/** What a server answers to requests of one connection, sent one after the other as a whole. */
async function answers(url: string, count: number): Promise<number> {
  const socket = connect(Number(new URL(url).port), "127.0.0.1");
  onTestFinished(() => void socket.destroy());
  let received = "";
  socket.setEncoding("latin1").on("data", (more) => (received += String(more)));
  const ended = new Promise((resolve) => socket.once("close", resolve));
  for (let sent = 0; sent < count; sent += 1) socket.write(HEAD + "x".repeat(LENGTH));
  const told = (): number => received.split("HTTP/1.1 413 ").length - 1;
  const all = (async () => {
    // oxlint-disable-next-line no-await-in-loop -- until they are there
    while (told() < count) await delay(5);
  })();
  await Promise.race([all, ended]);
  return told();
}

test.each(EARLY)("an early answer of a %s arrives, and the connection stays", async (_, start) => {
  const { url, close } = await start();
  onTestFinished(close);
  expect(await answers(url, 3)).toBe(3);
});

test("a fault of an exchange is 500, and repeats nothing", async () => {
  const { url, close } = await listenPlainly(async () => {
    throw new Error("/home/acme/counts.db");
  }, 0);
  onTestFinished(close);
  const response = await fetch(url);
  expect([response.status, await response.text()]).toEqual([
    500,
    expect.not.stringMatching("acme"),
  ]);
});
