import { STOP } from "../../hints.ts";
import { spansOf, type SpanRule } from "../rule.ts";

export const ipv6: SpanRule = {
  id: "net.ipv6",
  severity: "error",
  why: "An IPv6 address leads to a household or an office",
  hint: STOP,
  needs: /:[0-9A-Fa-f]{0,4}:/,
  find: spansOf(
    /(?<![0-9A-Za-z:.])(?:[0-9A-Fa-f]{0,4}:){2,7}(?:\d{1,3}(?:\.\d{1,3}){3}|[0-9A-Fa-f]{1,4})?(?:%[0-9A-Za-z]{1,15})?(?:\/\d{1,3})?(?![0-9A-Za-z:]|\.\d)/g,
    ([match]) => isForeign(match.replace(/[%/].*$/, "")),
  ),
  examples: {
    finds: ["2001:db8::1", "0:0:1::", "fe80::1c2d:3e4f:5a6b%en0", "::ffff:192.0.2.128"],
    passes: ["::", "::1", "0:0:0:0:0:0:0:1", "a::b", "12:30:45"],
  },
};

function isForeign(address: string): boolean {
  if (!isIpv6(address) || LOCAL.test(address)) return false;
  const groups = address.split(":").filter((part) => part !== "");
  return groups.length >= 3 || /^(?:[23][0-9a-f]{3}:|fc|fd|fe)|\d+\.[\d.]+$/i.test(address);
}

/** `::` and `::1` in any spelling. */
const LOCAL = /^[0:]*(?:(?:^|:)0*1)?$/;

/** Eight groups of hex digits, one run of zeros as `::`, the last two as dotted IPv4. */
function isIpv6(address: string): boolean {
  const dotted = /(?:^|:)(\d{1,3}(?:\.\d{1,3}){3})$/.exec(address)?.[1];
  if (
    dotted !== undefined &&
    !dotted.split(".").every((part) => /^(?:0|[1-9]\d*)$/.test(part) && Number(part) < 256)
  )
    return false;
  const plain = dotted === undefined ? address : `${address.slice(0, -dotted.length)}0:0`;
  const halves = plain.split("::");
  const groups = halves.flatMap((half) => (half === "" ? [] : half.split(":")));
  if (halves.length > 2 || !groups.every((part) => /^[0-9a-f]{1,4}$/i.test(part))) return false;
  return halves.length === 2 ? groups.length <= 7 : groups.length === 8;
}
