import { z } from "zod";
import type { GroupDeclaration, VariantDeclaration } from "../../experiment/declaration.ts";
import { condition } from "./condition.ts";
import { percent, text } from "./scalar.ts";
import { table } from "./table.ts";

/** One variant and its share. */
export const variant: z.ZodType<VariantDeclaration> = table({
  key: z
    .string()
    .regex(
      /^[a-zA-Z0-9_./-]{1,400}$/,
      "Expected a key of letters, digits, dots, slashes, hyphens and underscores",
    )
    .describe("The variant's key, which is the flag's value"),
  name: text.describe("The variant's name for people").optional(),
  share: percent.describe("Percent of the people who are in; all shares sum to 100"),
})
  .transform(({ key, name, share }) => ({ key, name, share }))
  .meta({ id: "variant", description: "A variant and its share" });

/** One release group. */
export const group: z.ZodType<GroupDeclaration> = table({
  match: z.array(condition).default([]).describe("Conditions that must all hold; none: everyone"),
  rollout: percent.default(100).describe("Percent of the people who match"),
  variant: text.describe("The variant that everyone in this group gets").optional(),
  description: text.describe("What the group is for").optional(),
})
  .transform(({ match, rollout, variant: override, description }) => ({
    match,
    rollout,
    variant: override,
    description,
  }))
  .meta({
    id: "group",
    description: "A release group; groups are tried in order, the first that matches decides",
  });
