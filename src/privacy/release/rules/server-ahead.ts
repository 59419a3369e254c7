import { type CompatRule, strangers } from "../strangers.ts";

export const serverAhead: CompatRule = {
  id: "compat.server-ahead",
  severity: "note",
  why: "The server knows more than the client sends",
  hint: "Ship the client, or retire what it no longer sends",
  finds: ({ client, server }) => strangers(server, client).length > 0,
  examples: {
    finds: [
      {
        client: new Map([["reason", ["stop"]]]),
        server: new Map([["reason", ["stop", "length"]]]),
      },
    ],
    passes: [{ client: new Map([["reason", ["stop"]]]), server: new Map([["reason", ["stop"]]]) }],
  },
};
