import { setTimeout as delay } from "node:timers/promises";
import { describe, expect, test, vi } from "vitest";
import { application } from "./installed.ts";
import { TURN } from "./laptop.ts";

describe("an application that closes its counters", () => {
  test("keeps within a second what it counts, and sends at the end if that is quick", async () => {
    const { open, requests } = await application();
    const metrics = await open();
    metrics.observe(TURN);
    await metrics.close();
    expect(requests).toHaveLength(1);
  });

  test.each([
    ["never answers", async () => new Promise<Response>(() => undefined)],
    ["never ends its answer", async () => new Response(new ReadableStream(), { status: 202 })],
  ])("ends though the collector %s, and breaks the request off", async (_, answer) => {
    const { open } = await application();
    const signals: AbortSignal[] = [];
    const metrics = await open({
      fetch: async (__, init) => {
        if (init?.signal) signals.push(init.signal);
        return answer();
      },
    });
    metrics.observe(TURN);
    const flushing = metrics.flush();
    const before = performance.now();
    await metrics.close();
    expect(performance.now() - before).toBeLessThan(3_000);
    expect(signals.map(({ aborted }) => aborted)).toEqual([true]);
    expect(await flushing).toMatchObject({ sent: 0, isCutShort: true });
  });

  test("hands over what it could not send at its end, which is sent by the next", async () => {
    const { open, requests } = await application();
    const metrics = await open({ fetch: () => Promise.reject(new TypeError("no network")) });
    metrics.observe(TURN);
    await metrics.close();
    const next = await open();
    expect(await next.flush()).toMatchObject({ sent: 1 });
    expect(requests).toHaveLength(1);
  });

  test("sends at its end what was counted while a flush was under way", async () => {
    const { open } = await application();
    let release: (() => void) | undefined;
    const held = new Promise<void>((resolve) => {
      release = resolve;
    });
    const asked: string[] = [];
    const metrics = await open({
      fetch: async (input, init) => {
        asked.push(await new Request(input, init).text());
        await held;
        return Response.json({ accepted: 1, refused: {} }, { status: 202 });
      },
    });
    metrics.observe(TURN);
    const flushing = metrics.flush();
    await vi.waitFor(() => expect(asked).toHaveLength(1));
    metrics.observe(TURN);
    const closing = metrics.close();
    // Long enough for the second to be sealed, too late for the flush to see it.
    await delay(300);
    release?.();
    await Promise.all([flushing, closing]);
    expect(asked).toHaveLength(2);
  });
});
