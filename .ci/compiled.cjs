// Stands at the head of the built command. Compiling is a third of a short command, so a file that
// has its compiled code beside it runs from that (`compile.cjs`). Another version of V8, or one
// under other flags, does not take it, and compiles the file as ever.
{
  const { existsSync, readFileSync } = require("node:fs");
  const { Module } = require("node:module");
  const { dirname } = require("node:path");
  const { Script } = require("node:vm");
  const { _compile: compile } = Module.prototype;
  const engine = `${process.version}-${process.platform}-${process.arch}`;
  Module.prototype._compile = function (text, filename, ...more) {
    const compiled = `${filename}.${engine}`;
    if (!existsSync(compiled)) return compile.call(this, text, filename, ...more);
    const script = new Script(Module.wrap(text), { filename, cachedData: readFileSync(compiled) });
    const load = (id) => this.require(id);
    script.runInThisContext()(this.exports, load, this, filename, dirname(filename));
  };
}
