/** A piece of a name. */
export interface Part {
  readonly text: string;
  readonly marked: boolean;
}

/**
 * Splits a name after the beginnings of words that the query's words match, without regard to
 * case, accents and apostrophes: as the server compares them.
 */
export function markedParts(name: string, query: string): readonly Part[] {
  const words = wordsOf(query).map(fold);
  const parts: Part[] = [];
  let end = 0;
  for (const match of name.matchAll(/[\p{L}\p{M}\p{N}’'‘`]+/gu)) {
    const length = matchedLength(match[0], words);
    if (length === 0) continue;
    parts.push({ text: name.slice(end, match.index), marked: false });
    end = match.index + length;
    parts.push({ text: name.slice(match.index, end), marked: true });
  }
  parts.push({ text: name.slice(end), marked: false });
  return parts.filter((part) => part.text !== "");
}

// How much of a word the longest matching word of the query covers, in UTF-16 units of
// the word: an accent or apostrophe may make it longer than what was typed.
function matchedLength(word: string, queryWords: readonly string[]): number {
  const folded = fold(word);
  const typed = queryWords.filter((query) => folded.startsWith(query)).sort((a, b) => b.length - a.length)[0];
  if (typed === undefined) return 0;
  let covered = 0;
  for (const letter of word) {
    const isMark = /^\p{Mn}$/u.test(letter); // belongs to the letter before it
    if (!isMark && fold(word.slice(0, covered)).length >= typed.length) break;
    covered += letter.length;
  }
  return covered;
}

function wordsOf(text: string): readonly string[] {
  return text.match(/[\p{L}\p{M}\p{N}’'‘`]+/gu) ?? [];
}

// The letters that no accent explains, as the server spells them.
const spelt: Readonly<Record<string, string>> = {
  ß: "ss", æ: "ae", œ: "oe", þ: "th", ø: "o", đ: "d", ð: "d", ł: "l", ħ: "h", ı: "i", ə: "a",
};

function fold(text: string): string {
  return text
    .normalize("NFKD")
    .replace(/[\p{Mn}’'‘`]/gu, "")
    .toLowerCase()
    .replace(/[ßæœþøđðłħıə]/gu, (letter) => spelt[letter] ?? letter);
}
