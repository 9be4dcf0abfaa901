import type { CountrySummary } from "../api";

/** Whether each word of a filter begins a word of a country's names, capitals or region, accents apart. */
export function matches({ name, nickname, capitals, region, subregion }: CountrySummary, filter: string): boolean {
  const words = wordsOf([name, nickname, region, subregion, ...capitals].join(" "));
  return wordsOf(filter).every((typed) => words.some((word) => word.startsWith(typed)));
}

function wordsOf(text: string): readonly string[] {
  return text.normalize("NFKD").replace(/[\p{Mn}’'‘`]/gu, "").toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];
}
