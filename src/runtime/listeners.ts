import type { Clock } from "./clock.ts";
import type { View } from "./experiments.ts";

/** Those who want to hear of changes. */
export interface Listeners {
  readonly add: (listener: (view: View) => void) => () => void;
  /** Calls everybody if something changed since the last time. */
  readonly publish: () => void;
}

/** How often the override file and the ages are looked at while somebody listens or reads. */
export const LOOK_MS = 1000;

/** What a listener does wrong is its own: the others hear all the same, and asking goes on. */
function tell(listener: (view: View) => void, current: View): void {
  try {
    listener(current);
  } catch {
    // Nobody here can do anything about it.
  }
}

/**
 * @param look brings what others on this machine changed; called while somebody listens
 */
export function createListeners({
  view,
  look,
  clock,
  signal,
}: {
  readonly view: () => View;
  readonly look: () => Promise<void>;
  readonly clock: Clock;
  readonly signal: AbortSignal;
}): Listeners {
  const listeners = new Set<(view: View) => void>();
  let shown: string | undefined;
  let isWatching = false;

  const publish = (): void => {
    if (listeners.size === 0) return;
    const current = view();
    if (current.id === shown) return;
    shown = current.id;
    for (const listener of listeners) tell(listener, current);
  };
  const watch = async (): Promise<void> => {
    if (isWatching) return;
    isWatching = true;
    try {
      while (listeners.size > 0) {
        await clock.sleep(LOOK_MS, signal);
        await look();
        publish();
      }
    } finally {
      isWatching = false;
    }
  };
  return {
    publish,
    add: (listener) => {
      // A listener is its own: the same function may listen twice.
      const own = (current: View): void => listener(current);
      if (listeners.size === 0) shown = view().id;
      listeners.add(own);
      watch().catch(() => {});
      return () => void listeners.delete(own);
    },
  };
}
