import { REVOKE } from "../../hints.ts";
import { spansOf, type SpanRule } from "../rule.ts";

export const privateKey: SpanRule = {
  id: "secret.private-key",
  severity: "error",
  why: "A private key signs and opens in its owner's name",
  hint: REVOKE,
  needs: /-----|AGE-|PuTTY/,
  find: spansOf(
    /-----BEGIN (?:[A-Z0-9]+ ){0,3}PRIVATE KEY(?: BLOCK)?-----(?:[A-Za-z0-9+/=\s\\]{0,4000}-----END (?:[A-Z0-9]+ ){0,3}PRIVATE KEY(?: BLOCK)?-----)?|AGE-SECRET-KEY-1[0-9A-Z]{58}|PuTTY-User-Key-File-\d/g,
  ),
  examples: {
    finds: ["-----BEGIN OPENSSH PRIVATE KEY-----", "PuTTY-User-Key-File-3: ssh-ed25519"],
    passes: ["-----BEGIN PUBLIC KEY-----", "PRIVATE KEY"],
  },
};
