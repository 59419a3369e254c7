// Posts of counters to a collector: how fast they are answered, and what they should add up to.
import { randomBytes } from "node:crypto";
import { Agent, request } from "node:http";

const hex = (bytes) => randomBytes(bytes).toString("hex");

/** The ISO week of now, as a batch names it. */
function week() {
  const at = new Date();
  at.setUTCDate(at.getUTCDate() + 4 - (at.getUTCDay() || 7));
  const day = (at.getTime() - Date.UTC(at.getUTCFullYear(), 0, 1)) / 86_400_000;
  return `${at.getUTCFullYear()}-W${String(Math.floor(day / 7) + 1).padStart(2, "0")}`;
}

const VERSIONS = Array.from({ length: 20 }, (_, patch) => `1.4.${patch}`);
const BATCH = { finish: { length: 1, other: 1, stop: 5 }, turns: { total: 7 } };
/** What one batch adds to all counts together. */
export const BATCH_SUM = 14;

function batch(index) {
  const version = VERSIONS[index % VERSIONS.length];
  const os = index % 3 === 0 ? "darwin" : "linux";
  return JSON.stringify({ counts: BATCH, os, period: week(), schema: 1, version });
}

/** Sends until `until` says stop: so many at once, or, paced, so many a second. */
export async function load(url, { connections, perSecond = Infinity, seconds }) {
  const agent = new Agent({ keepAlive: true, maxSockets: connections });
  const waits = [];
  const began = performance.now();
  const end = began + seconds * 1000;
  let sent = 0;
  let failed = 0;
  const due = () => Math.floor(((performance.now() - began) / 1000) * perSecond);

  async function client() {
    while (performance.now() < end) {
      if (sent >= due()) {
        await new Promise((resume) => setTimeout(resume, 1));
        continue;
      }
      const index = (sent += 1);
      const id = `${hex(8)}-${hex(16)}`;
      const at = performance.now();
      const ok = await post(agent, url, id, batch(index));
      waits.push(performance.now() - at);
      if (!ok) failed += 1;
      // An answer that got lost: the same batch comes again.
      if (index % 50 === 0) await post(agent, url, id, batch(index));
    }
  }
  await Promise.all(Array.from({ length: connections }, client));
  agent.destroy();
  const took = (performance.now() - began) / 1000;
  waits.sort((a, b) => a - b);
  const at = (share) => waits[Math.floor(waits.length * share)] ?? 0;
  return { sent, failed, rate: sent / took, p50: at(0.5), p99: at(0.99) };
}

function post(agent, url, id, body) {
  return new Promise((resolve) => {
    const headers = {
      "content-type": "application/json",
      "content-length": Buffer.byteLength(body),
      "idempotency-key": id,
    };
    const sending = request(url, { agent, method: "POST", headers }, (response) => {
      response.resume();
      response.on("end", () => resolve(response.statusCode === 202));
    });
    sending.on("error", () => resolve(false));
    sending.end(body);
  });
}
