import { type FindingGroup, groupFindings, placesOf } from "../findings.ts";
import type { PlainBlock } from "../findings-blocks.ts";
import { trustOf } from "../findings-trust.ts";
import type { Format } from "../format.ts";
import type { Report } from "../report.ts";

/**
 * One file to keep or to attach: no script, nothing from elsewhere, light and dark. Its policy
 * allows the one style sheet and nothing else, so nothing that a report holds could run or call.
 */
export const html: Format = {
  id: "html",
  about: "one self-contained page",
  render: ({ command, report }) => {
    const title = `assay ${escape(command)}`;
    return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src '${STYLE_HASH}'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${title}</title>
<style>${STYLE}</style>
</head>
<body>
<main>
<h1>${title}</h1>
${report === undefined ? "" : body(report)}
</main>
</body>
</html>
`;
  },
};

const STYLE = `
:root { color-scheme: light dark; --text: #1b1f24; --back: #ffffff; --line: #d0d7de; --head: #f3f5f7; --error: #a40e26; --warning: #7a4d00; --note: #0a3069; }
@media (prefers-color-scheme: dark) { :root { --text: #e6edf3; --back: #0d1117; --line: #3d444d; --head: #1b2129; --error: #ff9492; --warning: #f2cc60; --note: #91cbff; } }
body { margin: 0; background: var(--back); color: var(--text); font: 1rem/1.5 system-ui, sans-serif; }
main { max-width: 75rem; margin: 0 auto; padding: 1.5rem; }
h1 { font-size: 1.5rem; } h2 { font-size: 1.2rem; margin-top: 2rem; }
p:first-of-type { font-size: 1.1rem; font-weight: 600; }
.scroll { overflow-x: auto; }
table { border-collapse: collapse; width: 100%; }
th, td { border: 1px solid var(--line); padding: .35rem .6rem; text-align: start; vertical-align: top; overflow-wrap: break-word; }
thead th { background: var(--head); }
tbody th { font-weight: 600; }
thead th, td:first-of-type { white-space: nowrap; }
td:last-child { min-width: 14rem; }
code { font-family: ui-monospace, monospace; font-size: .9em; }
.error { color: var(--error); } .warning { color: var(--warning); } .note { color: var(--note); }
summary { cursor: pointer; font-weight: 600; margin-top: 1.5rem; }
summary:focus-visible, .scroll:focus-visible { outline: 3px solid var(--note); outline-offset: 2px; }
`;

/** SHA-256 of the style sheet, by which the page's policy knows it. */
const STYLE_HASH = "sha256-aaLmb5bR2l/jWQL02Ws7mUZVcqBfkAtIgzwM7BdXeq8=";

function body({ blocks, findings = [] }: Report): string {
  const parts: string[] = [];
  let folded = false;
  for (const block of blocks) {
    const closes = folded && (block.block === "heading" || block.block === "findings");
    if (closes) parts.push("</details>");
    if (closes) folded = false;
    if (block.block === "findings") parts.push(findingTable(groupFindings(findings)));
    else if (block.block === "heading" && block.aside === true) {
      parts.push(`<details open>\n<summary>${escape(block.text)}</summary>`);
      folded = true;
    } else parts.push(toHtml(block));
  }
  if (folded) parts.push("</details>");
  return parts.join("\n");
}

function toHtml(block: PlainBlock): string {
  switch (block.block) {
    case "text":
      return `<p>${escape(block.text)}</p>`;
    case "heading":
      return `<h2>${escape(block.text)}</h2>`;
    case "list":
      return `<ul>${block.items.map((item) => `<li>${escape(item)}</li>`).join("\n")}</ul>`;
    case "table":
      return table(
        block.columns,
        block.rows.map((row) => row.map(escape)),
        "Table",
      );
  }
}

function findingTable(groups: readonly FindingGroup[]): string {
  if (groups.length === 0) return "<p>Nothing was found.</p>";
  const columns = [
    "rule",
    "severity",
    "found by",
    "at",
    "count",
    "first places",
    "what to do",
  ] as const;
  return `<h2>Findings</h2>\n${table(columns, groups.map(toRow), "Findings")}`;
}

function toRow(group: FindingGroup): string[] {
  const { rule, severity, pointer, message } = group.first;
  return [
    `<code>${escape(rule)}</code>`,
    `<span class="${severity}">${severity}</span>`,
    escape(trustOf(rule).toLowerCase()),
    pointer === "" ? "" : `<code>${escape(pointer)}</code>`,
    String(group.count),
    escape(placesOf(group)),
    escape(message),
  ];
}

/** Cells are written as they are; the first of a row names it. A wide table scrolls by itself. */
function table(
  columns: readonly string[],
  rows: readonly (readonly string[])[],
  label: string,
): string {
  const head = columns.map((column) => `<th scope="col">${escape(column)}</th>`).join("");
  const lines = rows.map(([name = "", ...cells]) => {
    const rest = cells.map((cell) => `<td>${cell}</td>`).join("");
    return `<tr><th scope="row">${name}</th>${rest}</tr>`;
  });
  return `<div class="scroll" role="region" aria-label="${label}" tabindex="0"><table>
<thead><tr>${head}</tr></thead>
<tbody>
${lines.join("\n")}
</tbody>
</table></div>`;
}

/** Text that stays text, in an element or an attribute; what HTML may not hold becomes U+FFFD. */
function escape(text: string): string {
  return text
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;")
    .replaceAll("'", "&#39;")
    .replaceAll(CONTROL, "\uFFFD");
}

// oxlint-disable-next-line eslint/no-control-regex -- control characters are what it looks for
const CONTROL = /[\u0000-\u0008\u000B\u000C\u000E-\u001F\u007F]/g;
