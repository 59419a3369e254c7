import { spansOf, type SpanRule } from "../rule.ts";

export const macAddress: SpanRule = {
  id: "net.mac-address",
  needs: /[:.-]/,
  find: spansOf(
    /(?<![0-9A-Fa-f:.-])[0-9A-Fa-f]{2}([:-])(?:[0-9A-Fa-f]{2}\1){4}[0-9A-Fa-f]{2}(?![0-9A-Fa-f:-])|(?<![0-9A-Fa-f.])[0-9A-Fa-f]{4}\.[0-9A-Fa-f]{4}\.[0-9A-Fa-f]{4}(?![0-9A-Fa-f.])/g,
    ([match]) => !/^(?:0+|f+)$/i.test(match.replace(/[:.-]/g, "")),
  ),
  examples: {
    finds: ["00:1A:2B:3C:4D:5E", "001a.2b3c.4d5e"],
    passes: ["00:00:00:00:00:00", "ff:ff:ff:ff:ff:ff", "12-34-56"],
  },
};

export const ipv6: SpanRule = {
  id: "net.ipv6",
  needs: /:[0-9A-Fa-f]{0,4}:/,
  find: spansOf(
    /(?<![0-9A-Za-z:.])(?:[0-9A-Fa-f]{0,4}:){2,7}(?:\d{1,3}(?:\.\d{1,3}){3}|[0-9A-Fa-f]{1,4})?(?:%[0-9A-Za-z]{1,15})?(?:\/\d{1,3})?(?![0-9A-Za-z:]|\.\d)/g,
    ([match]) => isForeign(match.replace(/[%/].*$/, "")),
  ),
  examples: {
    finds: ["2001:db8::1", "fe80::1c2d:3e4f:5a6b%en0", "::ffff:192.0.2.128"],
    passes: ["::", "::1", "0:0:0:0:0:0:0:1", "a::b", "12:30:45"],
  },
};

function isForeign(address: string): boolean {
  if (!isIpv6(address)) return false;
  const dotted = /\d+\.[\d.]+$/.test(address);
  const groups = address.split(":").filter((part) => part !== "");
  if (
    !dotted &&
    groups.every(
      (part, at) =>
        Number.parseInt(part, 16) ===
        (at === groups.length - 1 ? Number.parseInt(part, 16) & 1 : 0),
    )
  )
    return false;
  return dotted || groups.length >= 3 || /^(?:[23][0-9a-f]{3}:|fc|fd|fe)/i.test(address);
}

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

export const ipv4: SpanRule = {
  id: "net.ipv4",
  needs: /\d\.\d{1,3}\.\d/,
  find: spansOf(
    /(?<![A-Za-z0-9_.-])(?:(?:25[0-5]|2[0-4]\d|1?\d?\d)\.){3}(?:25[0-5]|2[0-4]\d|1?\d?\d)(?:\/\d{1,2})?(?![A-Za-z0-9_-]|\.\d)/g,
    ({ 0: match, index }, text) => {
      if (/(?:^|\.)0\d/.test(match) || /^(?:127\.|255\.|0\.0\.0\.0(?:\/|$))/.test(match))
        return false;
      return !VERSION_BEFORE.test(text.slice(Math.max(0, index - 16), index));
    },
  ),
  examples: {
    finds: ["203.0.113.42", "172.16.0.9/24"],
    passes: ["Chrome/142.0.0.0", "127.0.0.1", "255.255.255.0", "version 10.0.19.1", "1.2.3.4.5"],
  },
};

/** `Chrome/142.0.0.0` and `version 10.0.0.1` are versions. */
const VERSION_BEFORE = /(?:[A-Za-z]\/|@|==|\b(?:v|ver|version|release|build)[\s:=]{0,3})$/i;
