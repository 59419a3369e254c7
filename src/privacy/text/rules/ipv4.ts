import { STOP } from "../../hints.ts";
import { spansOf, type SpanRule } from "../rule.ts";

export const ipv4: SpanRule = {
  id: "net.ipv4",
  severity: "error",
  why: "An IPv4 address leads to a household or an office",
  hint: STOP,
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
    passes: [
      "Chrome/142.0.0.0",
      "127.0.0.1",
      "255.255.255.0",
      "version 10.0.19.1",
      "os_build=10.0.19.1",
      "1.2.3.4.5",
    ],
  },
};

/** `Chrome/142.0.0.0`, `version 10.0.0.1` and `{"app_version": "1.2.3.4"}` are versions. */
const VERSION_BEFORE =
  /(?:[A-Za-z]\/|@|==|(?:version|(?<![a-z])(?:v|ver|release|build))[\s"':=]{0,4})$/i;
