// The part that is used here, so that checking types needs no engine installed.
declare module "chdb" {
  export function query(sql: string, format: string): string;
}
declare module "@duckdb/node-api" {
  interface Connection {
    runAndReadAll(sql: string): Promise<{ getRows(): unknown[][] }>;
  }
  export const DuckDBInstance: {
    create(path: string): Promise<{ connect(): Promise<Connection> }>;
  };
}
declare module "@posthog/hogql-parser" {
  interface Parser {
    parseSelect(hogql: string, isInternal: boolean): string;
  }
  // oxlint-disable-next-line no-default-export -- it has no other
  export default function createParser(): Promise<Parser>;
}
