import { EXIT } from "./exit.ts";
import type { Host } from "./host.ts";
import { pageOf } from "./pages.ts";

/** Runs one command line and says what the process should end with. Never throws. */
export async function run(argv: readonly string[], host: Host): Promise<number> {
  const page = pageOf(argv);
  if (page === undefined) {
    // What runs commands takes longer to load than a page takes to print.
    const { runCommand } = await import("./run-command.ts");
    return runCommand(argv, host);
  }
  host.print(page);
  return EXIT.ok;
}
