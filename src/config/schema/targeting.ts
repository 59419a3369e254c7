import { z } from "zod/mini";
import type { GroupDeclaration, VariantDeclaration } from "../../experiment/declaration.ts";
import { about, noted } from "./about.ts";
import { byDefault } from "./by-default.ts";
import { condition } from "./condition.ts";
import { percent, text } from "./scalar.ts";
import { table } from "./table.ts";

const variantKey = z
  .string()
  .check(
    z.regex(
      /^[a-zA-Z0-9_./-]{1,400}$/,
      "Expected a key of letters, digits, dots, slashes, hyphens and underscores",
    ),
  );

const plainVariant: z.ZodMiniType<VariantDeclaration> = z.pipe(
  table({
    key: about("The variant's key, which is the flag's value", z.clone(variantKey)),
    name: about("The variant's name for people", z.optional(text)),
    share: about("Percent of the people who are in; all shares sum to 100", z.clone(percent)),
  }),
  z.transform(({ key, name, share }) => ({ key, name, share })),
);

/** One variant and its share. */
export const variant: z.ZodMiniType<VariantDeclaration> = noted(plainVariant, {
  id: "variant",
  description: "A variant and its share",
});

const plainGroup: z.ZodMiniType<GroupDeclaration> = z.pipe(
  table({
    match: about(
      "Conditions that must all hold; none: everyone",
      byDefault(z.array(condition), []),
    ),
    rollout: about("Percent of the people who match", byDefault(percent, 100)),
    variant: about("The variant that everyone in this group gets", z.optional(text)),
    description: about("What the group is for", z.optional(text)),
  }),
  z.transform(({ match, rollout, variant: override, description }) => ({
    match,
    rollout,
    variant: override,
    description,
  })),
);

/** One release group. */
export const group: z.ZodMiniType<GroupDeclaration> = noted(plainGroup, {
  id: "group",
  description: "A release group; groups are tried in order, the first that matches decides",
});
