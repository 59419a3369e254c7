import { OpsError } from "../errors.ts";
import type { ExperimentDeclaration } from "./declaration.ts";
import { carryOut, type Staged, stageFor, type Target } from "./stage.ts";
import type { Shipment } from "./store.ts";

/** A shipped experiment: its flag was set from here, so that it is no drift. */
export interface Shipped extends Staged {
  readonly applies: true;
}

/**
 * Gives one variant to everyone who is in, and ends the experiment if it runs (`posthog-api.md`
 * 3.4). Throws `refused` before anything is sent when the flag does not have the variant.
 */
export async function ship(target: Target, shipment: Shipment): Promise<Shipped> {
  const staged = await stageFor("ship", target);
  const { variant } = shipment;
  const variants = staged.flag?.flag.filters.multivariate?.variants ?? [];
  if (!variants.some(({ key }) => key === variant))
    throw new OpsError("refused", `Cannot ship "${variant}": the flag has no such variant`, {
      hint: `Its variants are ${variants.map(({ key }) => key).join(", ") || "none"}`,
    });
  const shipped = await carryOut({ verb: "ship", ...shipment }, target, staged);
  return { ...shipped, applies: true };
}

/** Throws `usage` unless the variant is declared. */
export function requireVariant({ key, variants }: ExperimentDeclaration, variant: string): void {
  if (variants.some((declared) => declared.key === variant)) return;
  throw new OpsError("usage", `Cannot ship "${variant}": experiment "${key}" does not declare it`, {
    hint: `Its variants are ${variants.map((declared) => declared.key).join(", ")}`,
  });
}
