// Installs what the lockfile says when it is not there yet, then builds what is out of date.
import { execFileSync } from "node:child_process";
import { existsSync, readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("..", import.meta.url));
const changedAt = (path) => (existsSync(join(root, path)) ? statSync(join(root, path)).mtimeMs : 0);
const npm = (...args) =>
  execFileSync("npm", args, { cwd: root, stdio: ["ignore", 2, 2], shell: process.platform === "win32" });

if (changedAt("node_modules/.package-lock.json") < changedAt("package-lock.json")) npm("ci");

const sources = readdirSync(join(root, "src"), { recursive: true }).map((file) => join("src", file));
const newest = Math.max(changedAt("package.json"), ...sources.map(changedAt));
if (changedAt("bin/assay.js") < newest || changedAt("dist/mod.js") < newest) npm("run", "build");
