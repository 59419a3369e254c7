// Posts of counters to a collector: how fast they are answered, and what they should add up to.
import { randomBytes } from "node:crypto";
import { connect } from "node:net";

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
  const waits = [];
  const began = performance.now();
  const end = began + seconds * 1000;
  let sent = 0;
  let failed = 0;
  const due = () => Math.floor(((performance.now() - began) / 1000) * perSecond);

  async function client() {
    const post = await posting(url);
    while (performance.now() < end) {
      if (sent >= due()) {
        await new Promise((resume) => setTimeout(resume, 1));
        continue;
      }
      const index = (sent += 1);
      const id = `${hex(8)}-${hex(16)}`;
      const at = performance.now();
      const ok = await post(id, batch(index));
      waits.push(performance.now() - at);
      if (!ok) failed += 1;
      // An answer that got lost: the same batch comes again.
      if (index % 50 === 0) await post(id, batch(index));
    }
  }
  await Promise.all(Array.from({ length: connections }, client));
  const took = (performance.now() - began) / 1000;
  waits.sort((a, b) => a - b);
  const at = (share) => waits[Math.floor(waits.length * share)] ?? 0;
  return { sent, failed, rate: sent / took, p50: at(0.5), p99: at(0.99) };
}

/**
 * Posts over one connection, one after the other, for as little as can be: what the client takes of
 * the machine, the server lacks.
 */
async function posting(url) {
  const { hostname, port, host } = new URL(url);
  const socket = connect(Number(port), hostname).setEncoding("latin1").setNoDelay(true).unref();
  await new Promise((resolve) => socket.once("connect", resolve));
  let hear;
  socket.on("data", (more) => hear?.(more));
  return (id, body) =>
    new Promise((resolve) => {
      let answer = "";
      hear = (more) => {
        answer += more;
        if (isWhole(answer)) resolve(answer.startsWith("HTTP/1.1 202 "));
      };
      const head = `POST / HTTP/1.1\r\nHost: ${host}\r\nIdempotency-Key: ${id}`;
      socket.write(`${head}\r\nContent-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`);
    });
}

/** An answer ends with its last chunk, or has its length. */
function isWhole(answer) {
  const end = answer.indexOf("\r\n\r\n");
  if (end < 0) return false;
  const [, length] = /content-length: (\d+)/i.exec(answer.slice(0, end)) ?? [];
  return length === undefined
    ? answer.endsWith("\r\n0\r\n\r\n")
    : answer.length >= end + 4 + Number(length);
}
