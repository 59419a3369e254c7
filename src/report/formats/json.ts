import type { Format } from "../format.ts";

/** One line: the envelope that scripts may rely on. */
export const json: Format = {
  id: "json",
  about: "one envelope of JSON for scripts",
  render: ({ command, exitCode, report, diagnostics }) =>
    `${JSON.stringify({
      schema: 1,
      command,
      ok: exitCode === 0,
      exitCode,
      data: report?.data ?? {},
      diagnostics,
      ...(report?.meta && { meta: report.meta }),
    })}\n`,
};
