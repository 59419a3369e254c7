import type { Signal } from "../../metrics/signal.ts";

/** Every bucket a signal can count, each once where the definition may repeat it on purpose. */
export function bucketsOf(signal: Signal): readonly string[] {
  switch (signal.kind) {
    case "count":
      return ["total"];
    case "label":
      return signal.other === undefined || signal.buckets?.includes(signal.other) === true
        ? (signal.buckets ?? [])
        : [...(signal.buckets ?? []), signal.other];
    case "ratio":
      return signal.edges.map(({ bucket }) => bucket);
    case "classify": {
      const named = [...signal.codes, ...signal.words].map(({ bucket }) => bucket);
      return [...new Set([...named, signal.other])];
    }
  }
}
