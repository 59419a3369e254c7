import { OpsError } from "../errors.ts";

/** A cell of an answer as text. */
export function asText(cell: unknown): string {
  if (typeof cell === "string") return cell;
  throw unexpected();
}

/** A cell of an answer as a whole number; engines write large ones as text. */
export function asNumber(cell: unknown): number {
  const number = typeof cell === "string" ? Number(cell) : cell;
  if (typeof number === "number" && Number.isSafeInteger(number)) return number;
  throw unexpected();
}

/** A cell of an answer as a list. */
export function asList(cell: unknown): readonly unknown[] {
  if (Array.isArray(cell)) return cell;
  throw unexpected();
}

const unexpected = (): OpsError =>
  new OpsError("unavailable", "Cannot read the engine's answer", {
    hint: "Check that the address is a ClickHouse of version 24.8 or later",
  });
