// Runs the built command as people run it most, all in one process, and keeps beside each file that
// took part what V8 has compiled of it by then: `compiled.cjs` reads that.
const { writeFileSync } = require("node:fs");
const { Module } = require("node:module");
const { dirname, join } = require("node:path");
const { Script } = require("node:vm");

const entry = join(__dirname, "../bin/assay.js");
const config = ["--config", join(__dirname, "../fixtures/mux/assay.toml")];
const lines = [
  ["--help"],
  ["check", ...config],
  ["eval", "post-compaction-context", "--id", "user-1", ...config],
];

const scripts = new Map();
const { _compile: compile } = Module.prototype;
Module.prototype._compile = function (text, filename, ...more) {
  if (filename === entry) return compile.call(this, text, filename, ...more);
  const script = new Script(Module.wrap(text), { filename });
  scripts.set(filename, script);
  const load = (id) => this.require(id);
  script.runInThisContext()(this.exports, load, this, filename, dirname(filename));
};

process.on("beforeExit", runNext);
process.on("exit", () => {
  const engine = `${process.version}-${process.platform}-${process.arch}`;
  for (const [filename, script] of scripts)
    writeFileSync(`${filename}.${engine}`, script.createCachedData());
});
runNext();

function runNext() {
  const line = lines.shift();
  if (line === undefined) return;
  process.argv.splice(2, process.argv.length, ...line);
  delete require.cache[entry];
  setImmediate(require, entry);
}
