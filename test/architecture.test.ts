import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { expect, test } from "vitest";

/** What each room may import besides itself and `errors`. docs/architecture.md draws it. */
const MAY_IMPORT: Readonly<Record<string, readonly string[]>> = {
  cli: [
    "report",
    "clickhouse",
    "runtime",
    "collector",
    "spec",
    "simulation",
    "pushdown",
    "warehouse",
    "config",
    "people",
    "replay",
    "emulator",
    "posthog",
    "disk",
    "privacy",
    "experiment",
    "metrics",
    "evaluation",
    "event",
  ],
  report: [
    "event",
    "evaluation",
    "experiment",
    "metrics",
    "privacy",
    "replay",
    "simulation",
    "spec",
  ],
  runtime: ["event", "evaluation", "experiment", "privacy", "metrics", "replay", "posthog", "disk"],
  spec: ["config", "evaluation", "experiment"],
  config: ["event", "evaluation", "experiment", "privacy", "metrics"],
  people: ["evaluation", "replay"],
  clickhouse: ["pushdown"],
  pushdown: ["event", "metrics", "privacy", "replay", "warehouse"],
  warehouse: ["evaluation"],
  replay: ["event", "evaluation", "privacy", "metrics"],
  emulator: ["event", "evaluation", "experiment"],
  collector: ["event", "metrics", "privacy"],
  posthog: ["event", "evaluation", "experiment", "metrics"],
  disk: ["evaluation", "experiment", "metrics"],
  simulation: ["evaluation", "experiment"],
  privacy: ["event", "metrics"],
  experiment: ["evaluation"],
  metrics: ["event"],
  evaluation: [],
  event: [],
  "errors.ts": [],
  "mod.ts": [
    "event",
    "evaluation",
    "experiment",
    "privacy",
    "metrics",
    "replay",
    "config",
    "report",
  ],
  "collector.ts": ["collector"],
  "evaluate.ts": ["evaluation"],
  "runtime.ts": ["runtime", "event", "experiment"],
  "testing.ts": ["emulator"],
};

const SRC = join(import.meta.dirname, "../src");
const files = readdirSync(SRC, { recursive: true, encoding: "utf8" })
  .map((file) => file.replaceAll("\\", "/"))
  .filter((file) => file.endsWith(".ts"));
const room = (file: string): string => file.split("/")[0] ?? file;

function importsOf(file: string): string[] {
  const source = readFileSync(join(SRC, file), "utf8");
  return [...source.matchAll(/(?:from|import\()\s*"(\.[^"]+\.ts)"/g)].map(([, path]) =>
    relative(SRC, join(SRC, dirname(file), path ?? "")).replaceAll("\\", "/"),
  );
}

test.each(files)("%s imports only rooms below it", (file) => {
  const allowed = [room(file), "errors.ts", ...(MAY_IMPORT[room(file)] ?? [])];
  expect(
    importsOf(file)
      .map(room)
      .filter((target) => !allowed.includes(target)),
  ).toEqual([]);
});

test.each(files)("%s leaves the private files of other folders alone", (file) => {
  const foreign = importsOf(file).filter(
    (target) => /(?:^|\/)_[^/]+$/.test(target) && dirname(target) !== dirname(file),
  );
  expect(foreign).toEqual([]);
});
