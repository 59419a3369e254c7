import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { expect, onTestFinished, test } from "vitest";
import { assay, type Seen } from "../assay.ts";

function folder(): string {
  const path = mkdtempSync(join(tmpdir(), "assay-dev-"));
  onTestFinished(() => rmSync(path, { recursive: true, force: true }));
  return path;
}

interface Running {
  readonly url: string;
  readonly slept: readonly number[];
  readonly stop: () => Promise<Seen>;
}

/** The command in this process, listening. */
async function dev(...flags: readonly string[]): Promise<Running> {
  const interrupt = new AbortController();
  const slept: number[] = [];
  const stop = async (): Promise<Seen> => {
    interrupt.abort();
    return ended;
  };
  let ended: Promise<Seen> = Promise.reject(new Error("not started"));
  ended.catch(() => {});
  const url = await new Promise<string>((resolve, reject) => {
    ended = assay(["dev", "--port", "0", ...flags], {
      interrupted: interrupt.signal,
      print: (said) => resolve(said.trim()),
      sleep: async (ms) => void slept.push(ms),
    });
    ended.then((seen) => reject(new Error(seen.err)), reject);
  });
  onTestFinished(async () => void (await stop()));
  return { url, slept, stop };
}

const as = (key: string): RequestInit => ({ headers: { authorization: `Bearer ${key}` } });

test("an interrupt ends it with 0", async () => {
  const { stop } = await dev();
  expect((await stop()).code).toBe(0);
});

test("an interrupt ends it though a client never finishes its request", async () => {
  const { url, stop } = await dev();
  const endless = new ReadableStream({ start: (sink) => sink.enqueue(new Uint8Array([123])) });
  const request = { method: "POST", body: endless, duplex: "half" } as const;
  const asked = fetch(`${url}/capture/`, request).catch(() => "broken");
  expect((await stop()).code).toBe(0);
  expect(await asked).toBe("broken");
});

test.each([
  "TRACE / HTTP/1.1\r\nHost: x\r\n",
  "GET // HTTP/1.1\r\nHost: x\r\n",
  "GET / HTTP/1.1\r\nHost: a b\r\n",
])("%j, which the web does not know, is answered 400", async (head) => {
  const { url } = await dev();
  const socket = connect(Number(new URL(url).port), "127.0.0.1");
  socket.end(`${head}Connection: close\r\n\r\n`);
  expect(await text(socket)).toMatch(/^HTTP\/1\.1 400 /);
});

test("further projects and keys are declared, with scopes and limits", async () => {
  const { url } = await dev(
    "--project",
    "2=phc_two,phs_two",
    "--project",
    "7=phc_seven",
    "--key",
    "phx_ci=feature_flag:read,experiment:read@2,7",
    "--approval",
    "7",
  );
  const status = async (path: string, key: string): Promise<number> =>
    (await fetch(`${url}${path}`, as(key))).status;
  expect(await status("/api/projects/2/feature_flags/", "phx_ci")).toBe(200);
  expect(await status("/api/projects/2/cohorts/", "phx_ci")).toBe(403);
  expect(await status("/api/projects/1/feature_flags/", "phx_ci")).toBe(403);
  expect(await status("/flags/definitions?token=phc_two", "phs_two")).toBe(200);
  expect(await status("/flags/definitions?token=phc_seven", "phx_dev")).toBe(200);
});

test("faults, latency and the rate limit are switched on by flags", async () => {
  const { url, slept } = await dev(
    "--latency",
    "40",
    "--rate-limit",
    "2",
    "--fail",
    "/experiments cut once",
    "--fail",
    "/cohorts 503",
  );
  const list = async (path: string): Promise<Response> =>
    fetch(`${url}/api/projects/1/${path}/`, as("phx_dev"));
  await expect(list("experiments")).rejects.toThrow("fetch failed");
  expect((await list("cohorts")).status).toBe(503);
  expect((await list("experiments")).status).toBe(200);
  expect((await list("feature_flags")).status).toBe(200);
  const limited = await list("feature_flags");
  expect([limited.status, limited.headers.get("retry-after")]).toEqual([429, "60"]);
  expect(slept).toEqual([40, 40, 40, 40, 40]);
});

test.each([
  ["--project 2", "--project"],
  ["--project 0=phc_x", "--project"],
  ["--project 1=phc_x", "--project"],
  ["--project 2=phc_dev", "--project"],
  ["--key phx_x", "--key"],
  ["--key phx_x=*@9", "--key"],
  ["--key phx_dev=*", "--key"],
  ["--approval 2", "--approval"],
  ["--fail 999", "fault rule"],
  ["--latency soon", "--latency"],
  ["--rate-limit -1", "--rate-limit"],
  ["--seed x", "--seed"],
  ["--port 70000", "--port"],
])("%s is refused before anything is served", async (flags, named) => {
  const seen = await assay(["dev", "--port", "0", ...flags.split(" ")]);
  expect([seen.code, seen.out]).toEqual([2, ""]);
  expect(seen.err).toContain(named);
  expect(seen.err).not.toContain("phc_x");
});

test.each(["not json", '{"schema":99}', '{"schema":1,"flags":{}}', "[]"])(
  "a state file that holds %j is refused at start and left as it is",
  async (content) => {
    const path = join(folder(), "state.json");
    writeFileSync(path, content);
    const seen = await assay(["dev", "--port", "0", "--state", path]);
    expect([seen.code, seen.out]).toEqual([2, ""]);
    expect(seen.err).toContain("Cannot read");
    expect(readFileSync(path, "utf8")).toBe(content);
  },
);

test.each(["--state", "--record"])("%s refuses a folder at start", async (flag) => {
  const seen = await assay(["dev", "--port", "0", flag, folder()]);
  expect([seen.code, seen.out]).toEqual([2, ""]);
});
