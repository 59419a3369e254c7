/** A query's own limit, if it ends in one, and the query without it. */
export function limitOf(sql: string): { readonly sql: string; readonly rows: number } | undefined {
  const { query, rows } = /^(?<query>.*\S)\s+LIMIT\s+(?<rows>\d+)\s*$/is.exec(sql)?.groups ?? {};
  return query === undefined ? undefined : { sql: query, rows: Number(rows) };
}

/**
 * The names of a query's columns. Throws where one has none that can be read: then its rows cannot
 * be asked for in pages.
 */
export function columnsOf(sql: string): string[] {
  const outer = withoutInner(sql);
  const { columns = "" } = /\bSELECT\s+(?<columns>.*?)(?:\sFROM\b|$)/is.exec(outer)?.groups ?? {};
  return columns.split(",").map((column) => {
    const name = /(?:\bAS\s+|^)(?<name>[A-Za-z_]\w*)$/i.exec(column.trim())?.groups?.["name"];
    if (name === undefined) throw new Error("A column of a query without a limit has no name");
    return name;
  });
}

/** What stands in no brackets and no text; these leave their beginning. */
function withoutInner(sql: string): string {
  let depth = 0;
  let outer = "";
  for (const [token] of sql.matchAll(/'(?:[^'\\]|\\.|'')*'|[^'()[\]]+|./gs)) {
    if (depth === 0) outer += token.startsWith("'") ? "'" : token;
    if (token === "(" || token === "[") depth += 1;
    if (token === ")" || token === "]") depth -= 1;
  }
  return outer;
}
