import type { DefinitionRule } from "../definition.ts";

export const missingMetadata: DefinitionRule = {
  id: "def.missing-metadata",
  severity: "warning",
  why: "A field that says who, why or until when is missing",
  hint: "Say it",
  finds: ({ definition, policy: { require } }) => {
    if (require === undefined) return false;
    const { max, edges, unit, expires, metadata } = definition;
    const fields: Readonly<Record<string, string | undefined>> = { ...metadata, expires };
    return (
      max === undefined ||
      (edges !== undefined && !says(unit)) ||
      require.some((field) => !says(fields[field]))
    );
  },
  examples: {
    finds: [
      {
        definition: { name: "turns", max: 9, metadata: { owner: "TBD" } },
        policy: { require: ["owner"] },
      },
      {
        definition: { name: "turns", metadata: { owner: "core" } },
        policy: { require: ["owner"] },
      },
      { definition: { name: "size", max: 9, edges: [0, 1] }, policy: { require: [] } },
    ],
    passes: [
      { definition: { name: "turns" }, policy: {} },
      {
        definition: { name: "turns", max: 9, metadata: { owner: "core" } },
        policy: { require: ["owner"] },
      },
    ],
  },
};

const says = (text: string | undefined): boolean => !/^(?:todo|tbd)?$/i.test((text ?? "").trim());
