import { STOP } from "../../hints.ts";
import { any, type Span, spansOf, type SpanRule } from "../rule.ts";

export const email: SpanRule = {
  id: "pii.email",
  severity: "error",
  why: "An email address names a person",
  hint: STOP,
  needs: /@|[[({]\s?at\s?[\])}]/i,
  find: any(
    { patterns: [/@/], spansIn: aroundSigns },
    spansOf(
      /[\p{L}\p{N}._%+-]{1,64}\s?[[({]\s?(?:at|@)\s?[\])}]\s?[\p{L}\p{N}-]{1,63}(?:\s?(?:[[({]\s?(?:dot|\.)\s?[\])}]|\.)\s?[\p{L}]{2,24}){1,3}/giu,
    ),
  ),
  examples: {
    finds: ["jane.doe@example.com", "müller@example.de", "fake-bot[at]example[dot]org"],
    passes: ["icon@2x.png", "@scope/pkg", "actions/checkout@v4", "a@b", "node@20.11.1"],
  },
};

/** From each `@` outward, with bounds on both sides, so that the time stays linear. */
function aroundSigns(text: string): Span[] {
  const spans: Span[] = [];
  for (let at = text.indexOf("@"); at >= 0; at = text.indexOf("@", at + 1)) {
    const before = text.slice(Math.max(0, at - MAX_LOCAL), at);
    const local = (LOCAL.exec(before)?.[0] ?? "").replace(/^[._%+'-]+/u, "");
    const host = (HOST.exec(text.slice(at + 1, at + 1 + MAX_HOST))?.[0] ?? "").replace(
      /[.-]+$/u,
      "",
    );
    if (local !== "" && isHost(host) && !PASSWORD.test(text.slice(Math.max(0, at - 300), at)))
      spans.push({ start: at - local.length, end: at + 1 + host.length });
  }
  return spans;
}

/** What stands between a URL's user and its host is a password, if only a masked one. */
const PASSWORD = /:\/\/[^\s/?#@:]{0,100}:[^\s/?#@]{1,200}$/;

const MAX_LOCAL = 64;
const MAX_HOST = 255;
/** Sticky at the end of at most 64 characters. */
const LOCAL = /(?<![\p{L}\p{M}\p{N}._%+'-])[\p{L}\p{M}\p{N}._%+'-]+$/u;
const HOST = /^[\p{L}\p{M}\p{N}.-]*/u;

function isHost(host: string): boolean {
  const labels = host.split(".");
  const last = labels.at(-1) ?? "";
  if (labels.length < 2 || labels.includes("")) return false;
  return /^(?:[\p{L}\p{M}]{2,24}|xn--[a-z0-9-]{1,59})$/iu.test(last) && !FILE_ENDING.test(last);
}

/** `icon@2x.png` is a file. */
const FILE_ENDING = /^(?:png|jpg|jpeg|gif|svg|webp|ico|css|js|ts|tsx|json|map|woff|woff2)$/i;
