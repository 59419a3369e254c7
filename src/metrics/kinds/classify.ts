import type { SignalKind } from "../kind.ts";
import type { ClassifySignal } from "../signal.ts";
import { statusOf, URLS } from "../status.ts";

/**
 * Reads text to choose a bucket and copies none of it: first by a status code, then by words, in
 * the order of the config, else `other`. Empty or absent text counts nothing.
 */
export const classify: SignalKind<"classify"> = {
  id: "classify",
  about: "Which class of failure a text speaks of",
  compile: (signal, field) => {
    const read = field(signal.classify);
    const byCode = codeBucket(signal);
    const byWord = wordBucket(signal);
    const withoutUrls = signal.without.includes("url");
    return (body) => {
      const said = read(body);
      if (typeof said !== "string" || said === "") return undefined;
      const text = withoutUrls ? said.replace(URLS, " ") : said;
      return byCode(text) ?? byWord(text.toLowerCase()) ?? signal.other;
    };
  },
  get examples() {
    return EXAMPLES;
  },
};

type Choice = (text: string) => string | undefined;

/** A code that no range holds decides nothing: the words have their say. */
function codeBucket({ status, codes }: ClassifySignal): Choice {
  if (status === undefined) return () => undefined;
  const find = statusOf[status];
  return (text) => {
    const code = find(text);
    if (code === undefined) return undefined;
    return codes.find(({ from, to }) => from <= code && code <= to)?.bucket;
  };
}

function wordBucket({ words }: ClassifySignal): Choice {
  const rules = words.map(({ bucket, any }) => ({ bucket, asked: any.map(asksFor) }));
  return (text) => rules.find(({ asked }) => asked.some((holds) => holds(text)))?.bucket;
}

/** `=word` asks for a whole word (`\b` on both sides), anything else for a part of the text. */
function asksFor(word: string): (text: string) => boolean {
  const part = word.toLowerCase();
  if (!part.startsWith("=")) return (text) => text.includes(part);
  const literal = part.slice(1).replace(/[\\^$.*+?()[\]{}|/]/g, String.raw`\$&`);
  const whole = new RegExp(String.raw`(?<!\w)${literal}(?!\w)`);
  return (text) => whole.test(text);
}

const BOUNDED: ClassifySignal = {
  kind: "classify",
  name: "provider_error",
  on: "turn_done",
  when: [],
  unless: new Map(),
  classify: "err",
  without: ["url"],
  status: "labelled",
  codes: [
    { bucket: "http_429", from: 429, to: 429 },
    { bucket: "http_5xx", from: 500, to: 599 },
  ],
  words: [
    { bucket: "stream_interrupted", any: ["=reset", "interrupt", "=eof"] },
    { bucket: "timeout", any: ["timeout", "timed out", "deadline"] },
  ],
  other: "other",
};

const EXAMPLES: SignalKind<"classify">["examples"] = [
  {
    signal: BOUNDED,
    counts: [
      [{ err: "acme: status 429: slow down" }, "http_429"],
      [{ err: "429 Too Many Requests" }, "http_429"],
      [{ err: "relay: HTTP/1.1 502 Bad Gateway" }, "http_5xx"],
      [{ err: "acme: status 404: deadline" }, "timeout"],
      [{ err: "lookup failed for https://acme.invalid/status/503 reset" }, "stream_interrupted"],
      [{ err: "lookup failed for https://acme.invalid/status 503" }, "other"],
      [{ err: "unexpected EOF" }, "stream_interrupted"],
      [{ err: "the preset of a typeof" }, "other"],
      [{ err: "" }, undefined],
      [{ err: null }, undefined],
      [{ err: 503 }, undefined],
      [{}, undefined],
    ],
  },
  {
    signal: { ...BOUNDED, without: [], status: "plain" },
    counts: [
      [{ err: "status 4290" }, "http_429"],
      [{ err: "Status 500" }, "other"],
      [{ err: "https://acme.invalid/?status 503" }, "http_5xx"],
    ],
  },
  {
    signal: { ...BOUNDED, status: undefined, words: [{ bucket: "cpp", any: ["=C++"] }] },
    counts: [
      [{ err: "no c++ here" }, "cpp"],
      [{ err: "status 503, ac++" }, "other"],
    ],
  },
];
