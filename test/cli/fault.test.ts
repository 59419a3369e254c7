import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { assay, envelope, NOW, type Seen } from "../assay.ts";
import { declarations, redeclared } from "../experiment/arbitrary.ts";
import { flagOf } from "../experiment/declared.ts";
import { type Desk, desk } from "../posthog.ts";
import { isSayable, tomlOf } from "../toml.ts";

/** What goes wrong at a call: before it reached the server, after, or in what it says. */
const FAULTS = [
  "never sent",
  "lost before",
  "lost after",
  "500",
  "500 after",
  "429",
  "409",
  "html",
] as const;
type Fault = (typeof FAULTS)[number];

interface Break {
  readonly fault: Fault;
  /** Which call of the run, from 0. */
  readonly at: number;
  /** Whether every later call fails too. */
  readonly stays: boolean;
}

/** `apply --yes` over a line that breaks. */
async function applyOver({ folder, posthog }: Desk, { fault, at, stays }: Break): Promise<Seen> {
  let call = -1;
  const fetch: typeof globalThis.fetch = async (input, init) => {
    call += 1;
    const request = new Request(input, init);
    const isBroken = stays ? call >= at : call === at;
    return isBroken ? broken(fault, async () => posthog.fetch(request)) : posthog.fetch(request);
  };
  return assay(["apply", "--yes", "--json", "--prune", "flag-gone"], {
    fetch,
    cwd: () => folder,
    now: () => NOW,
    env: {
      ASSAY_HOME: `${folder}/home`,
      POSTHOG_HOST: "http://posthog.test",
      POSTHOG_PERSONAL_API_KEY: "phx_dev",
    },
  });
}

async function broken(fault: Fault, send: () => Promise<Response>): Promise<Response> {
  const cause = Object.assign(new Error("refused"), { code: "ECONNREFUSED" });
  if (fault.endsWith("after")) await send();
  switch (fault) {
    case "never sent":
      throw new TypeError("fetch failed", { cause });
    case "500":
    case "500 after":
      return Response.json({ type: "server_error" }, { status: 500 });
    case "429":
      return Response.json({}, { status: 429, headers: { "retry-after": "1" } });
    case "409":
      return Response.json({ type: "server_error", code: "conflict" }, { status: 409 });
    case "html":
      return new Response("<html>Bad gateway</html>", { status: 502 });
    case "lost before":
    case "lost after":
      throw new TypeError("fetch failed");
    default:
      return fault satisfies never;
  }
}

const breaks = fc.record({
  fault: fc.constantFrom(...FAULTS),
  at: fc.nat(16),
  stays: fc.boolean(),
});

async function keysIn({ posthog }: Desk, path: string): Promise<string[]> {
  const response = await posthog.fetch(
    new Request(`http://posthog.test/api/projects/1/${path}/?limit=200`, {
      headers: { authorization: "Bearer phx_dev" },
    }),
  );
  const { results }: { results: Record<string, string>[] } = JSON.parse(await response.text());
  return results.map((row) => row["feature_flag_key"] ?? row["key"] ?? "").toSorted();
}

test(
  "whatever call fails, running again converges and nothing was created twice",
  { timeout: 60_000 },
  async () => {
    const scenes = declarations
      .map((declared) => declared.filter((each) => isSayable(each)))
      .chain((first) => fc.tuple(fc.constant(first), redeclared(first), breaks))
      .filter(([, second]) => second.every((each) => isSayable(each)));
    const codes = new Set<number>();
    await fc.assert(
      fc.asyncProperty(scenes, async ([first, second, line]) => {
        const at = desk(tomlOf([...first.slice(1), flagOf("flag-gone")]));
        expect((await at.assay("apply --yes")).code).toBe(0);
        at.write("assay.toml", tomlOf(second));

        const { code } = await applyOver(at, line);
        codes.add(code);
        expect([0, 4, 6, 7]).toContain(code);

        expect((await at.assay("apply --yes --prune flag-gone")).code).toBe(0);
        expect((await at.assay("plan --check")).code).toBe(0);
        expect((await at.assay("drift")).code).toBe(0);
        const keys = second.map(({ key }) => key).toSorted();
        const tested = second.flatMap(({ kind, key }) => (kind === "experiment" ? [key] : []));
        expect(await keysIn(at, "feature_flags")).toEqual(keys);
        expect(await keysIn(at, "experiments")).toEqual(tested.toSorted());
      }),
      { numRuns: 60 },
    );
    // Some runs must have been cut, and in more than one way.
    expect(codes.size).toBeGreaterThan(2);
  },
);

describe("a cut in the middle", () => {
  const THREE = tomlOf([flagOf("a"), flagOf("b"), flagOf("c")]);

  test("lists what is done, failed and not attempted, and ends with 7", async () => {
    let writes = 0;
    const at = desk(THREE, {
      before: ({ method }) => {
        writes += method === "POST" ? 1 : 0;
        return writes === 2 && method === "POST" ? new Response("", { status: 500 }) : undefined;
      },
    });
    const seen = await at.assay("apply --yes --json");
    expect(seen.code).toBe(7);
    expect(envelope(seen).data).toMatchObject({
      done: [{ key: "a" }],
      failed: [{ key: "b", error: "unavailable" }],
      notAttempted: [{ key: "c" }],
    });
    expect((await at.assay("apply --yes")).out).toContain("Applied 2 of 2");
  });

  test("tells a change that waits for approval from one that failed", async () => {
    const at = desk(THREE, {
      before: async (request) => {
        if (request.method !== "POST" || !(await request.clone().text()).includes('"b"'))
          return undefined;
        return Response.json({ code: "conflict", change_request_id: 7 }, { status: 409 });
      },
    });
    const { data } = envelope(await at.assay("apply --yes --json"));
    expect(data["failed"]).toMatchObject([
      { key: "b", error: "conflict", rule: "approval.pending" },
    ]);
    const seen = await at.assay("apply --yes");
    expect(seen).toMatchObject({ code: 4, err: expect.stringContaining("waiting for approval") });
  });
});
