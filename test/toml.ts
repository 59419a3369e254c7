import { experimentTable, flagTable } from "../src/config/declaration-table.ts";
import { withDeclaration } from "../src/config/declaration-text.ts";
import type { Declaration } from "../src/experiment/declaration.ts";
import { toFlag } from "../src/experiment/flag.ts";
import { experimentSettings, flagSettings } from "../src/experiment/settings.ts";

/** A config of project 1 that declares these. */
export function tomlOf(declarations: readonly Declaration[]): string {
  return declarations.reduce((text, declaration) => {
    const { kind, key } = declaration;
    const flag = flagSettings(toFlag(declaration));
    return kind === "flag"
      ? withDeclaration(text, ["flags", key], flagTable(key, flag))
      : withDeclaration(
          text,
          ["experiments", key],
          experimentTable(key, experimentSettings(declaration), flag),
        );
  }, "version = 1\n[posthog]\nproject = 1\n");
}

/** Whether TOML can say a declaration: it has no null. */
export function isSayable({ payloads }: Declaration): boolean {
  return !JSON.stringify([...payloads.values()]).includes("null");
}
