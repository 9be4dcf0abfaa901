/** Taken before a test puts a fake one in its place. */
const { setImmediate, setTimeout } = globalThis as unknown as Record<"setImmediate" | "setTimeout", ((run: () => void) => void) | undefined>;
const soon = setImmediate ?? setTimeout!;

/** Lets everything run that waits for no timer: the body of an answer takes several turns to be read. */
export async function turns(): Promise<void> {
  for (let i = 0; i < 4; i++) await new Promise<void>((resolve) => soon(resolve));
}
