import { STOP } from "../../hints.ts";
import type { WholeRule } from "../rule.ts";
import { testOf } from "../signs/gate.ts";

export const stackTrace: WholeRule = {
  id: "text.stack-trace",
  severity: "error",
  why: "A stack trace holds the paths and names of its moment",
  hint: STOP,
  matches: testOf(
    /\bat [^\n]{0,200}?:\d{1,7}:\d{1,7}\)?/,
    /Traceback \(most recent call last\)/,
    /\bFile "[^"\n]{0,300}", line \d/,
    /\bgoroutine \d{1,9} \[/,
    /\bthread '[^'\n]{0,100}' panicked at/,
    /\bat [\w$.<>]{1,200}\([\w$]{1,100}\.(?:java|kt|scala|groovy):\d/,
    /\bCaused by: [\w$]{1,100}\.[\w$]/,
    /\bin [^\n]{1,200}?:line \d/,
    /#\d{1,4} [^\n(]{1,300}\(\d{1,7}\): /,
  ),
  examples: {
    finds: ["at run (bundle.js:10:5)", "goroutine 17 [running]:", "thread 'main' panicked at 'x'"],
    passes: ["at 10:15", "main.ts"],
  },
};
