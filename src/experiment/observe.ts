import type { Declaration } from "./declaration.ts";
import { dependenciesOf } from "./definitions.ts";
import { toFlag } from "./flag.ts";
import type { Observed } from "./observed.ts";
import type { RemoteStore } from "./store.ts";
import { isRemote } from "./subject.ts";

/**
 * Reads what PostHog holds about what is declared, about the flags it depends on, and about keys
 * that left the config. Experiments are only asked for where there may be some: a key that may read
 * flags alone is enough for a config of flags.
 */
export async function observe(
  store: RemoteStore,
  declarations: readonly Declaration[],
  left: readonly string[] = [],
): Promise<Observed> {
  const remote = declarations.filter((declaration) => isRemote(declaration));
  if (remote.length + left.length === 0) return { flags: [], experiments: [] };
  const needed = remote.flatMap((declaration) => dependenciesOf(toFlag(declaration)));
  const flags = await store.flags([
    ...new Set([...remote.map(({ key }) => key), ...needed, ...left]),
  ]);
  const declared = remote.filter(({ kind }) => kind === "experiment").map(({ key }) => key);
  const serving = flags.filter(({ experiments }) => experiments.length > 0);
  const others = serving
    .map(({ flag }) => flag.key)
    .filter((key) => remote.some((each) => each.key === key));
  const tested = [...new Set([...declared, ...left, ...others])];
  const experiments = tested.length === 0 ? [] : await store.experiments(tested);
  return { flags, experiments };
}
