import type { Catalogue } from "../../event/catalogue.ts";
import { dynamicKey } from "../../privacy/event/rules/dynamic-key.ts";
import type { Path } from "./leaf.ts";

const FEATURE = "$feature/";

/** The dotted place of a value as it may be shown: names that are data stand as `*` (contract 4). */
export function pointerOf(path: Path, { flags }: Pick<Catalogue, "flags">): string {
  return path
    .map((key) => {
      if (typeof key === "number") return String(key);
      if (key.startsWith(FEATURE))
        return flags.has(key.slice(FEATURE.length)) ? key : `${FEATURE}*`;
      return dynamicKey.finds(key) ? "*" : key;
    })
    .join(".");
}
