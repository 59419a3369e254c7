// One server in one fresh process: the collector on SQLite, or one that reads the body and answers
// 202. Prints its address first, and last what CPU it took, in milliseconds, since it read something.
import { writeSync } from "node:fs";
import { createServer } from "node:http";

const say = (line) => writeSync(1, `${JSON.stringify(line)}\n`);
let warm;
process.stdin.once("data", () => (warm = process.cpuUsage()));
process.stdin.unref();
process.on("exit", () => {
  const { user, system } = process.cpuUsage(warm);
  say({ cpuMs: (user + system) / 1000 });
});

const servers = {
  assay: async () => {
    const serve = ["metrics", "serve", "--port", "0", "--json", "--quiet", "--db", "counts.db"];
    process.argv.splice(2, process.argv.length, ...serve);
    await import("../../bin/assay.js");
  },
  bare: () => {
    const server = createServer((request, response) => {
      request.resume();
      request.on("end", () => {
        response.writeHead(202, { "content-type": "application/json" });
        response.end('{"accepted":4,"refused":{}}');
      });
    });
    server.listen(0, "127.0.0.1", () => say({ url: `http://127.0.0.1:${server.address().port}` }));
    process.once("SIGTERM", () => process.exit(0));
  },
};

await servers[process.argv[2]]();
