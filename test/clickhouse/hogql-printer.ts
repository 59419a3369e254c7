import { isRecord } from "../../src/evaluation/record.ts";
import type { JsonRecord } from "../../src/emulator/value.ts";
import { arityOf, CLICKHOUSE_NAMES } from "./hogql-functions.ts";

/** What PostHog would refuse. */
export class HogQlError extends Error {}

interface Terms {
  readonly values: JsonRecord;
  /** Rows that come at most, and without a limit. */
  readonly most: number;
  readonly least: number;
}

/**
 * Prints a parsed HogQL query for ClickHouse as PostHog does (posthog/hogql/printer): a comparison
 * is never null, what `concat` joins is text, moments stand in the project's time zone. Whatever is
 * not known to be no null is taken to be one.
 */
export function printed(parsed: unknown, terms: Terms): string {
  return select(nodeOf(parsed), terms, true);
}

interface Node extends JsonRecord {
  readonly node: string;
}

function nodeOf(value: unknown): Node {
  if (!isRecord(value)) throw new HogQlError("no query");
  const { node } = value;
  if (typeof node !== "string") throw new HogQlError(`Cannot parse: ${String(value["message"])}`);
  return { ...value, node };
}

const nodesOf = (value: unknown): Node[] => (Array.isArray(value) ? value.map(nodeOf) : []);

function select(node: Node, terms: Terms, isTop = false): string {
  if (node.node === "SelectSetQuery") return union(node, terms);
  const refused = ["offset", "limit_by", "prewhere", "qualify", "ctes"].find((part) => node[part]);
  if (refused !== undefined) throw new HogQlError(`${refused} is not supported`);
  const list = (part: string): string =>
    nodesOf(node[part])
      .map((each) => expression(each, terms))
      .join(", ");
  const one = (part: string): string => expression(nodeOf(node[part]), terms);
  const clauses = [
    `SELECT ${node["distinct"] ? "DISTINCT " : ""}${list("select")}`,
    node["select_from"] && `FROM ${from(nodeOf(node["select_from"]), terms)}`,
    node["array_join_op"] === "ARRAY JOIN" && `ARRAY JOIN ${list("array_join_list")}`,
    node["where"] && `WHERE ${one("where")}`,
    node["group_by"] && `GROUP BY ${list("group_by")}`,
    node["having"] && `HAVING ${one("having")}`,
    node["order_by"] && `ORDER BY ${list("order_by")}`,
    limit(node["limit"], terms, isTop),
  ];
  return clauses.filter(Boolean).join(" ");
}

function union({ initial_select_query, subsequent_select_queries }: Node, terms: Terms): string {
  const others = nodesOf(subsequent_select_queries).map(
    ({ set_operator, select_query }) =>
      `${String(set_operator)} ${select(nodeOf(select_query), terms)}`,
  );
  return [select(nodeOf(initial_select_query), terms), ...others].join(" ");
}

function from({ table, next_join, alias, sample, table_final }: Node, terms: Terms): string {
  if (next_join ?? sample ?? table_final) throw new HogQlError("only one table is expected");
  const node = nodeOf(table);
  const named = typeof alias === "string" ? ` AS ${alias}` : "";
  if (node.node !== "Field") return `(${select(node, terms)})${named}`;
  if (String(node["chain"]) !== "events") throw new HogQlError("Unknown table");
  return `default.events${named}`;
}

function limit(asked: unknown, { most, least }: Terms, isTop: boolean): string | undefined {
  if (!asked) return isTop ? `LIMIT ${least}` : undefined;
  const rows = Number(nodeOf(asked)["value"]);
  return `LIMIT ${isTop ? Math.min(rows, most) : rows}`;
}

function expression(node: Node, terms: Terms): string {
  const inner = (part: string): string => expression(nodeOf(node[part]), terms);
  const list = (part: string): string[] =>
    nodesOf(node[part]).map((each) => expression(each, terms));
  switch (node.node) {
    case "Field":
      return field(node["chain"]);
    case "Constant":
      return constant(node["value"]);
    case "Placeholder":
      return placeholder(nodeOf(node["expr"])["chain"], terms);
    case "Alias":
      return `${inner("expr")} AS \`${String(node["alias"])}\``;
    case "Array":
      return `[${list("exprs").join(", ")}]`;
    case "Tuple":
      return `tuple(${list("exprs").join(", ")})`;
    case "TupleAccess":
      return `(${inner("tuple")}).${Number(node["index"])}`;
    case "ArrayAccess":
      return `(${inner("array")})[${inner("property")}]`;
    case "Lambda":
      return `(${String(node["args"])}) -> ${inner("expr")}`;
    case "And":
      return `and(${list("exprs").join(", ")})`;
    case "Or":
      return `or(${list("exprs").join(", ")})`;
    case "Not":
      return `not(${inner("expr")})`;
    case "OrderExpr":
      return `${inner("expr")} ${String(node["order"])}`;
    case "ArithmeticOperation":
      return `${ARITHMETIC[String(node["op"])] ?? ""}(${inner("left")}, ${inner("right")})`;
    case "CompareOperation":
      return comparison(String(node["op"]), inner("left"), inner("right"));
    case "Call":
      return call(node, terms);
    default:
      throw new HogQlError(`${node.node} is not expected`);
  }
}

const ARITHMETIC: Readonly<Record<string, string>> = {
  "+": "plus",
  "-": "minus",
  "*": "multiply",
  "/": "divide",
  "%": "modulo",
};

/** The columns of PostHog's events that are moments come in the project's time zone. */
function field(chain: unknown): string {
  const [name, ...others] = Array.isArray(chain) ? chain.map(String) : [];
  if (name === undefined || others.length > 0) throw new HogQlError("Unable to resolve a field");
  if (name === "timestamp") return "toTimeZone(timestamp, 'America/New_York')";
  return name === "*" ? name : `\`${name}\``;
}

function constant(value: unknown): string {
  if (typeof value === "number") return String(value);
  throw new HogQlError("a text stands in the query");
}

function placeholder(chain: unknown, { values }: Terms): string {
  const text = values[String(chain)];
  if (typeof text !== "string") throw new HogQlError("Unresolved placeholder");
  return `'${text.replaceAll("\\", String.raw`\\`).replaceAll("'", String.raw`\'`)}'`;
}

/** What a comparison is called, and what it says of a null: 1 only where one side has none. */
const COMPARISONS: ReadonlyMap<string, readonly [name: string, ofNull?: 0 | 1]> = new Map<
  string,
  readonly [string, (0 | 1)?]
>([
  ["==", ["equals", 0]],
  ["!=", ["notEquals", 1]],
  ["<", ["less", 0]],
  ["<=", ["lessOrEquals", 0]],
  [">", ["greater", 0]],
  [">=", ["greaterOrEquals", 0]],
  ["in", ["in"]],
  ["not in", ["notIn"]],
]);

function comparison(operator: string, left: string, right: string): string {
  const [name, ofNull] = COMPARISONS.get(operator) ?? [];
  if (name === undefined) throw new HogQlError(`${operator} is not expected`);
  const said = `${name}(${left}, ${right})`;
  return ofNull === undefined ? said : `ifNull(${said}, ${ofNull})`;
}

function call(node: Node, terms: Terms): string {
  const own = String(node["name"]);
  const [least, most] = arityOf(own) ?? [];
  const given = nodesOf(node["args"]).map((each) => expression(each, terms));
  if (least === undefined || most === undefined)
    throw new HogQlError(`Unsupported function call '${own}(...)'`);
  if (given.length < least || given.length > most)
    throw new HogQlError(`Function '${own}' expects ${least} to ${most}, found ${given.length}`);
  if (node["distinct"] ?? node["filter_expr"] ?? node["order_by"])
    throw new HogQlError("DISTINCT, FILTER and ORDER BY of a function are not expected");
  const params = nodesOf(node["params"]).map((each) => expression(each, terms));
  const said = own === "concat" ? given.map((each) => `ifNull(toString(${each}), '')`) : given;
  const { name = own, after = "" } = CLICKHOUSE_NAMES[own] ?? {};
  return `${name}${params.length === 0 ? "" : `(${params.join(", ")})`}(${said.join(", ")}${after})`;
}
