import { type CompatRule, strangers } from "../strangers.ts";

export const serverRejects: CompatRule = {
  id: "compat.server-rejects",
  severity: "error",
  why: "The server does not know what the client sends, and would refuse it",
  hint: "Ship the server first",
  finds: ({ client, server }) => strangers(client, server).length > 0,
  examples: {
    finds: [
      {
        client: new Map([["reason", ["stop", "length"]]]),
        server: new Map([["reason", ["stop"]]]),
      },
      { client: new Map([["reason", ["stop"]]]), server: new Map() },
    ],
    passes: [
      {
        client: new Map([["reason", ["stop"]]]),
        server: new Map([["reason", ["stop", "length"]]]),
      },
    ],
  },
};
