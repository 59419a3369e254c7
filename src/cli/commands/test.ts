import { basename, dirname, resolve } from "node:path";
import { OpsError } from "../../errors.ts";
import { reportSpecs } from "../../report/spec.ts";
import { parseSpecs } from "../../spec/parse.ts";
import { runSpecs } from "../../spec/run.ts";
import type { Spec } from "../../spec/spec.ts";
import { reporting } from "../arguments.ts";
import { type Command, command } from "../command.ts";
import { configPath } from "../config-file.ts";
import { namelessGroupTypes } from "../group-types.ts";
import type { Session } from "../session.ts";
import { findSpecs, readSpec, SPEC_ENDING } from "../spec-files.ts";

/** `test [FILE…]`: what spec files expect of the flags, and whether the flags keep it. */
export const testCommand: Command = command({
  args: {
    file: {
      type: "positional",
      multiple: true,
      required: false,
      description: `Spec files, folders, or globs; none: every *${SPEC_ENDING} below the config`,
    },
    filter: {
      type: "string",
      description: "Only tests whose name, flag or segment contains this",
      valueHint: "TEXT",
    },
    watch: {
      type: "boolean",
      description: "Run again whenever the config or a spec changes",
      default: false,
    },
    ...reporting,
  },
  reports: ["cases"],
  examples: [
    "test",
    "test checkout.assay.test.toml --filter pricing",
    "test --watch",
    "test --format junit --out junit.xml",
  ],
  run: async ({ file, filter, watch, out }, session) => {
    const cwd = session.host.cwd();
    const config = configPath(session.asked.config, session.host);
    if (watch) session.note("Runs again at every change; Ctrl-C stops it");
    if (watch) watchFor([config], session);
    const files = await findSpecs(file.length > 0 ? file : [dirname(config)], cwd);
    if (watch) watchFor(files, session);
    const { flags, experiments, posthog } = await session.config();
    const declared = [...flags, ...experiments];
    const sources = await Promise.all(files.map((each) => readSpec(each, cwd)));
    const specs = only(parseSpecs(sources, declared), filter);
    const asked = specs.flatMap(({ tests }) => tests.map(({ key }) => key));
    for (const warning of namelessGroupTypes(declared, asked, posthog.groupTypes))
      session.warn(warning);
    const report = reportSpecs(
      runSpecs(specs, {
        declared,
        groupTypes: posthog.groupTypes,
        now: session.now(),
      }),
    );
    return { ...report, ...(out !== undefined && { out }) };
  },
});

/** Other files in the same folders, such as new specs, matter by their name. */
function watchFor(files: readonly string[], { host, watch }: Session): void {
  const names = new Set(files.map((file) => basename(file)));
  watch({
    folders: files.map((file) => dirname(resolve(host.cwd(), file))),
    includes: (name) => names.has(name) || name.endsWith(SPEC_ENDING),
  });
}

function only(specs: readonly Spec[], filter: string | undefined): readonly Spec[] {
  if (filter === undefined) return specs;
  const kept = specs
    .map((spec) => ({
      ...spec,
      tests: spec.tests.filter(({ name, key }) => name.includes(filter) || key.includes(filter)),
    }))
    .filter(({ tests }) => tests.length > 0);
  if (kept.length > 0) return kept;
  throw new OpsError("usage", "Cannot run a test: --filter leaves none", {
    hint: "It is looked for in the names of tests, flags and segments, case and all",
  });
}
