import type { Report } from "./report.ts";

/** What became of an import: what is declared now, and what was left out and why. */
export interface ImportResult {
  readonly imported: readonly { readonly kind: string; readonly key: string }[];
  readonly skipped: readonly { readonly key: string; readonly why: string }[];
}

export function reportImport({ imported, skipped }: ImportResult): Report {
  return {
    outcome: "ok",
    data: {
      imported: imported.map(({ kind, key }) => ({ kind, key })),
      skipped: skipped.map(({ key, why }) => ({ key, why })),
    },
    blocks: [
      {
        block: "list",
        items: [
          ...imported.map(({ kind, key }) => `+ ${kind} ${key}`),
          ...skipped.map(({ why }) => `Left out: ${why}`),
        ],
      },
      {
        block: "text",
        text:
          imported.length + skipped.length === 0
            ? "Nothing to import: the config declares all that goes on"
            : `Imported ${imported.length} of ${imported.length + skipped.length} into the config`,
      },
    ],
  };
}
