/** Reads what a socket gives; nothing if that is no JSON. */
export function read(data: unknown): { readonly value: unknown } | undefined {
  if (typeof data !== "string") return undefined;
  try {
    return { value: JSON.parse(data) as unknown };
  } catch {
    return undefined;
  }
}
