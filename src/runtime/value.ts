import type { Declaration } from "../experiment/declaration.ts";

/** What a flag is for somebody. */
export type FlagValue = boolean | string;

export function isFlagValue(value: unknown): value is FlagValue {
  return typeof value === "boolean" || typeof value === "string";
}

/**
 * Foreign data as a value that the declaration knows: false, one of the variants, the name of the
 * holdout, or true where there are no variants. Undefined for all else: a variant that the
 * application has no branch for is nothing it may act on or report.
 */
export function assignedValue(declaration: Declaration, value: unknown): FlagValue | undefined {
  if (value === false) return false;
  const { variants, holdout } = declaration;
  if (value === true) return variants.length === 0 ? true : undefined;
  if (typeof value !== "string") return undefined;
  const isHeldOut = holdout !== undefined && value === `holdout-${holdout}`;
  return isHeldOut || variants.some(({ key }) => key === value) ? value : undefined;
}

/** The same for what a person chooses: a variant, or plainly on or off. */
export function chosenValue(declaration: Declaration, value: unknown): FlagValue | undefined {
  if (typeof value === "boolean") return value;
  return declaration.variants.some(({ key }) => key === value)
    ? assignedValue(declaration, value)
    : undefined;
}

/** Whether a value means "on" for a boolean gate (`enabled_variants`). */
export function isOn(declaration: Declaration, value: FlagValue | null): boolean {
  if (value === null || typeof value === "boolean") return value === true;
  if (declaration.kind === "experiment") return declaration.enabledVariants.includes(value);
  return declaration.variants.some(({ key }) => key === value);
}
