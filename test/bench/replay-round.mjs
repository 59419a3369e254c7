// The plain reader that a replay is measured against: pieces of 256 KB, a search for the end of
// each line, one `JSON.parse` a line.
import { openSync, readSync } from "node:fs";

const CHUNK = 256 * 1024;
const handle = openSync(process.argv[2]);
const buffer = Buffer.alloc(2 * CHUNK);
const counts = {};
let held = 0;
for (;;) {
  const got = readSync(handle, buffer, held, CHUNK, null);
  if (got === 0) break;
  const bytes = buffer.subarray(0, held + got);
  let from = 0;
  for (let to = bytes.indexOf(10); to !== -1; to = bytes.indexOf(10, from)) {
    const { event } = JSON.parse(bytes.utf8Slice(from, to));
    counts[event] = (counts[event] ?? 0) + 1;
    from = to + 1;
  }
  buffer.copyWithin(0, from, bytes.length);
  held = bytes.length - from;
}
process.stdout.write(JSON.stringify(counts));
