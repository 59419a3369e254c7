import type { Body, Field } from "./path.ts";
import type { FieldMatch, Signal } from "./signal.ts";

/** Whether a signal counts an event of its name at all: its `when` rows and its `unless`. */
export function selection(
  { when, unless }: Pick<Signal, "when" | "unless">,
  field: Field,
): (body: Body) => boolean {
  const rows = when.map((row) => conditions(row, field));
  const never = conditions(unless, field);
  return (body) =>
    (rows.length === 0 || rows.some((row) => row.every((holds) => holds(body)))) &&
    !never.some((holds) => holds(body));
}

function conditions(row: FieldMatch, field: Field): ((body: Body) => boolean)[] {
  return [...row].map(([path, values]) => {
    const read = field(path);
    const asked = values.map(asksFor);
    return (body) => {
      const held = read(body);
      return asked.some((holds) => holds(held));
    };
  });
}

/** A text that ends in `*` asks for what stands before it, at the start, case and all. */
function asksFor(value: string | number | boolean): (held: unknown) => boolean {
  if (typeof value !== "string" || !value.endsWith("*")) return (held) => held === value;
  const prefix = value.slice(0, -1);
  return (held) => typeof held === "string" && held.startsWith(prefix);
}
