import { asksProperty, conditionsOf } from "../condition.ts";
import { type Judge, pathOf } from "../judgement.ts";

/** Lists without a value, which do not mean what they look like (`posthog-api.md` 5.4). */
export const emptyLists: Judge = ({ flags, experiments }) =>
  [...flags, ...experiments].flatMap((declaration) =>
    conditionsOf(declaration).flatMap((group, at) =>
      group.flatMap((condition, index) => {
        const { operator, value } = condition;
        const message = MESSAGES[operator];
        if (!Array.isArray(value) || value.length > 0 || message === undefined) return [];
        if (!asksProperty(condition)) return [];
        const path = [...pathOf(declaration), "groups", at, "match", index];
        return [{ rule: "targeting.empty-list", severity: "warning" as const, path, message }];
      }),
    ),
  );

const MESSAGES: Readonly<Record<string, string>> = {
  exact: "An empty list asks for the value true, not for nobody: list the values that are meant",
  is_not: "An empty list excludes the value true, not nothing: list the values that are meant",
  icontains_multi: "An empty list holds nothing to look for: list the texts that are meant",
  not_icontains_multi: "An empty list holds nothing to look for: list the texts that are meant",
};
