import type { Answer } from "./network.js";

/** The value of an answer, also if only its bytes were kept so far. */
export function valueOf(answer: Answer): unknown {
  const { bytes, value } = answer;
  if (!bytes) return value;
  const text = textOf(bytes);
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return text;
  }
}

/** The text of a body. */
export function textOf(bytes: Uint8Array): string {
  return new TextDecoder().decode(bytes);
}
