import { describe, expect, test } from "vitest";

import { markedParts } from "./marked-parts";

// Marked parts in brackets.
function marked(name: string, query: string): string {
  return markedParts(name, query)
    .map((part) => (part.marked ? `[${part.text}]` : part.text))
    .join("");
}

describe("markedParts", () => {
  test.each([
    ["marks nothing for nothing", "Zürich", "", "Zürich"],
    ["marks the beginning of a name", "Zürich", "zur", "[Zür]ich"],
    ["marks in the name what was typed with accents", "Zurich", "zür", "[Zur]ich"],
    ["marks several words", "San Jose del Monte", "san jo", "[San] [Jo]se del Monte"],
    ["marks words within the name", "New York City", "york", "New [York] City"],
    ["marks nothing inside a word", "Yorkton", "ton", "Yorkton"],
    ["covers an apostrophe", "N'Djamena", "ndja", "[N'Dja]mena"],
    ["covers letters that are spelt as two", "Großräschen", "gross", "[Groß]räschen"],
    ["leaves the country of the query alone", "Paris", "paris fr", "[Paris]"],
    ["keeps a combining accent with its letter", "Zu\u0308rich", "zu", "[Zu\u0308]rich"],
    ["keeps letters of other planes whole", "𝒵ürich", "z", "[𝒵]ürich"],
  ])("%s", (_, name, query, expected) => {
    expect(marked(name, query)).toBe(expected);
  });
});
