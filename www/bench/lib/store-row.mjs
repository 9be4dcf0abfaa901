import { label, subjects } from "./subjects.mjs";
import { summary } from "./stats.mjs";
import { number, ratio, spread, table, verdict } from "./table.mjs";

/**
 * Makes a row about the store: every store in turn, each time in a fresh page, over and over.
 *
 * @param {object} row
 * @param {string} row.title
 * @param {string[]} row.about  Paragraphs above the table.
 * @param {"peers" | "react" | "overlap"} [row.of]  The folder of `cells/store/` whose modules are compared.
 * @param {Record<string, string>} [row.absent]  Stores that are left out, and why.
 * @param {(fresh: (use: (page, cdp) => Promise<T>, store?: string) => Promise<T>) => Promise<Record<string, number>>} row.measure
 *   One turn of one store: `fresh` gives a fresh page of it, or of another that is named.
 * @param {string} row.base  The store that ratios are to, as long as Sluice is not among them.
 * @param {{ name: string, head: string, ratio?: boolean, show?: (summary) => string }[]} row.columns  What is shown of what is measured.
 * @param {(median: (store: string, name: string) => number | undefined) => Target[]} row.targets
 * @param {number} [row.most]  No more repetitions than that: what is measured has many in itself, or takes long.
 *
 * @typedef {object} Target
 * @property {string} target
 * @property {number | undefined} limit  At most this; `exactly` when it must be this.
 * @property {boolean} [exactly]
 * @property {number | undefined} value  What Sluice has.
 * @property {string} unit
 */
export function storeRow({ title, about, of = "peers", absent = {}, measure, base, columns, targets, most = Infinity }) {
  const page = of === "peers" ? "store" : of;

  async function run({ browser, server, repetitions, stores }) {
    const cells = subjects(of).filter((name) => !(name in absent) && (stores?.includes(name) ?? true));
    const samples = Object.fromEntries(cells.map((name) => [name, []]));
    const times = Math.min(repetitions, most);
    for (let repetition = 0; repetition < times; repetition++) {
      for (const name of cells) {
        samples[name].push(await measure((use, store = name) => browser.page(`${server.origin}/${page}-${store}.html`, use)));
      }
    }
    return { results: Object.fromEntries(cells.map((name) => [name, summaries(samples[name])])), times };
  }

  function report({ results, times }) {
    const against = ["sluice", base, ...Object.keys(results)].find((name) => name in results);
    const rows = Object.entries(results).map(([name, result]) => [label(name), ...columns.flatMap((column) => figures(column, result, results[against]))]);
    const head = ["", ...columns.flatMap((column) => (column.ratio ? [column.head, `to ${label(against)}`] : [column.head]))];
    const wanted = targets((store, name) => results[store]?.[name]?.median);
    const left = Object.entries(absent).map(([name, why]) => `${label(name)} (${why})`);
    return {
      lines: [
        ...about.flatMap((paragraph) => [paragraph, ""]),
        ...(left.length > 0 ? [`Left out: ${left.join("; ")}.`, ""] : []),
        `Medians of ${times}.`,
        "",
        table(head, rows),
        "",
        table(["target", "limit", "Sluice"], wanted.map((target) => [target.target, limitOf(target), valueOf(target)])),
        "",
      ],
      verdicts: wanted.filter(({ value, limit }) => known(value) && known(limit)).map(verdictOf(title)),
    };
  }

  return { title, run, report };
}

function summaries(samples) {
  return Object.fromEntries(Object.keys(samples[0]).map((name) => [name, summary(samples.map((sample) => sample[name]))]));
}

function figures({ name, ratio: compared, show = spread }, result, against) {
  const shown = show(result[name]);
  if (!compared) return [shown];
  return [shown, ratio(result[name].median / against[name].median)];
}

/** Of counts, which are the same each time or say that they are not. */
export const count = ({ min, max }) => (min === max ? whole(min) : `${whole(min)}–${whole(max)}`);

const whole = (value) => value.toLocaleString("en-US");

/** The columns that most rows end with. */
export const told = { name: "told", head: "told", show: count };
export const blocked = { name: "blocked", head: "longest block, ms", show: ({ median }) => number(median) };

const known = (value) => value !== undefined && !Number.isNaN(value);
const amount = (value, { unit, exactly }) => (!known(value) ? "–" : `${exactly ? whole(value) : number(value)}${unit === "" ? "" : ` ${unit}`}`);
const limitOf = (target) => amount(target.limit, target);
const valueOf = (target) => amount(target.value, target);

const verdictOf = (title) => (wanted) => {
  const { target, limit, value, exactly } = wanted;
  return verdict(`${title.slice(0, 3)} ${target}`, exactly ? value === limit : value <= limit, `${valueOf(wanted)} against ${limitOf(wanted)}`);
};
