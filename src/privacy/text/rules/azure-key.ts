import { REVOKE } from "../../hints.ts";
import type { SpanRule } from "../rule.ts";
import { keysOf } from "../vendor-key.ts";

export const azureKey: SpanRule = {
  id: "secret.azure-key",
  severity: "error",
  why: "An Azure key opens its account",
  hint: REVOKE,
  needs: /==|Q~/,
  find: keysOf(
    /(?<![A-Za-z0-9+/])(?<!sha512[-:])([A-Za-z0-9+/]{86}==)(?![A-Za-z0-9+/=])|(?<![A-Za-z0-9_~.])([A-Za-z0-9_~.]{3}\dQ~[A-Za-z0-9_~.-]{31,34})(?![A-Za-z0-9_~.-])/g,
  ),
  examples: {
    finds: [`${"FAKEdead+/".repeat(8)}FAKEde==`],
    passes: [`sha512-${"FAKEdead+/".repeat(8)}FAKEde==`],
  },
};
