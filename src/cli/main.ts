#!/usr/bin/env node
import { processHost } from "./host.ts";
import { run } from "./run.ts";

void run(process.argv.slice(2), processHost(process)).then((code) => {
  process.exitCode = code;
});
