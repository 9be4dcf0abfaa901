/** A Markdown table, its columns padded so that it also reads well as text. */
export function table(head, rows) {
  const lines = [head, head.map(() => ""), ...rows].map((row) => row.map(String));
  const widths = head.map((_, column) => Math.max(3, ...lines.map((row) => row[column].length)));
  return lines
    .map((row, line) => `| ${row.map((text, column) => (line === 1 ? rule(widths[column], column) : pad(text, widths[column], column))).join(" | ")} |`)
    .join("\n");
}

const rule = (width, column) => (column === 0 ? "-".repeat(width) : `${"-".repeat(width - 1)}:`);
const pad = (text, width, column) => (column === 0 ? text.padEnd(width) : text.padStart(width));

/** A number in as many digits as are worth reading; what was not measured is a dash. */
export function number(value) {
  if (Number.isNaN(value)) return "–";
  const digits = value >= 100 ? 0 : value >= 10 ? 1 : 2;
  return value.toLocaleString("en-US", { minimumFractionDigits: digits, maximumFractionDigits: digits });
}

/** Median, least and greatest. */
export const spread = ({ median, min, max }) => (Number.isNaN(median) ? "–" : `${number(median)} (${number(min)}–${number(max)})`);

export const ratio = (value) => (Number.isNaN(value) ? "–" : `${value < 100 ? value.toFixed(2) : number(value)} ×`);

export const verdict = (target, passed, shown) => ({ target, passed, shown });
