// Builds the command (bin/), the library (dist/) and the JSON Schema of the config.
import { execFileSync } from "node:child_process";
import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { rolldown } from "rolldown";

const root = fileURLToPath(new URL("..", import.meta.url));
const at = (path) => join(root, path);
for (const folder of ["bin", "dist"]) rmSync(at(folder), { recursive: true, force: true });

execFileSync(
  process.execPath,
  [at("node_modules/typescript/bin/tsc"), "-p", at("src/tsconfig.build.json")],
  { cwd: root, stdio: "inherit" },
);

// Each file takes time to load, so what starts together, with all that it imports, is one file: the
// pages of the tool, what runs any command, what reads a config and evaluates it, and the commands
// that run most often. What stands above is not repeated below.
const together = [
  { name: "start", test: /[\\/]cli[\\/](?:run|pages|commands|version|exit|host)\.ts$|package\.json$/ },
  { name: "command", test: /[\\/]cli[\\/](?:run-command|command)\.ts$/ },
  { name: "config", test: /[\\/](?:config[\\/]parse|evaluation[\\/]compile|experiment[\\/]definitions)\.ts$/ },
  { name: "eval", test: /[\\/]commands[\\/]eval\.ts$/ },
  { name: "check", test: /[\\/]commands[\\/]check\.ts$/ },
];

const bundle = await rolldown({
  input: { assay: at("src/cli/main.ts"), "replay-worker": at("src/cli/replay-worker.ts") },
  platform: "node",
  // An optional peer: whoever uses it has installed it.
  external: ["libsql"],
  cwd: root,
});
const { output } = await bundle.write({
  dir: at("bin"),
  // A file is read and run at once, where a module waits for others to be found: 6 ms of a command.
  format: "cjs",
  // Compiled code knows no `import()`.
  dynamicImportInCjs: false,
  entryFileNames: "[name].js",
  chunkFileNames: "[name]-[hash].js",
  codeSplitting: { groups: together },
  // What a thread starts with, be it the first.
  intro: ({ isEntry }) => (isEntry ? readFileSync(at(".ci/compiled.cjs"), "utf8") : ""),
});
// Text of one byte a sign is read, and its compiled code taken, in half the time. A raw template
// would show the escape: none has such a sign.
const escaped = (sign) => `\\u${sign.charCodeAt(0).toString(16).padStart(4, "0")}`;
for (const { fileName, code } of output)
  writeFileSync(at(`bin/${fileName}`), code.replace(/[^\x00-\x7F]/g, escaped));
writeFileSync(at("bin/package.json"), '{ "type": "commonjs" }\n');
execFileSync(process.execPath, [at(".ci/compile.cjs")], { stdio: ["ignore", "ignore", "inherit"] });

const { jsonSchema } = await import(pathToFileURL(at("dist/config/json-schema.js")).href);
writeFileSync(at("assay.schema.json"), `${JSON.stringify(jsonSchema(), null, 2)}\n`);
