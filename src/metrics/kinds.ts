import type { Bucketing, SignalKind, SignalOf } from "./kind.ts";
import { classify } from "./kinds/classify.ts";
import { count } from "./kinds/count.ts";
import { label } from "./kinds/label.ts";
import { ratio } from "./kinds/ratio.ts";
import type { Field } from "./path.ts";
import type { Signal } from "./signal.ts";

/** Every kind of signal. A kind without its line here does not compile. */
export const kinds: { readonly [K in Signal["kind"]]: SignalKind<K> } = {
  count,
  label,
  ratio,
  classify,
};

/** Prepares a signal of any kind. */
export function bucketing<K extends Signal["kind"]>(
  signal: SignalOf<K> & { readonly kind: K },
  field: Field,
): Bucketing {
  return kinds[signal.kind].compile(signal, field);
}
