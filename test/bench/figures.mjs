// How figures are taken together and written down.

export function median(values) {
  const sorted = values.toSorted((left, right) => left - right);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

export const times = (ratio) => `${ratio < 10 ? ratio.toFixed(2) : ratio.toFixed(0)} ×`;

/** The lowest and the highest of all rounds. */
export const spread = (ratios) =>
  `(${[Math.min(...ratios), Math.max(...ratios)].map((ratio) => (ratio < 10 ? ratio.toFixed(2) : ratio.toFixed(0))).join("–")})`;

export function perSecond(rate) {
  if (rate >= 1e6) return `${(rate / 1e6).toFixed(2)} M`;
  return rate >= 1e3 ? `${(rate / 1e3).toFixed(1)} k` : rate.toFixed(0);
}

/** Rows as a Markdown table. */
export function table(columns, rows) {
  return [columns, columns.map(() => "---"), ...rows]
    .map((cells) => `| ${cells.join(" | ")} |`)
    .join("\n");
}
