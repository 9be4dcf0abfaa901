import type { AnyEndpoint } from "./infer.js";

/** What says which keys are meant. */
export interface Which {
  testKey(key: string): boolean;
}

/**
 * What the keys of an endpoint look like that has no rule of its own, if the core can tell: `\0` is a
 * segment, `\x01` anything. With `testKey` elsewhere all keys come to the page.
 */
export function formOf(which: Which): string | undefined {
  const { options, name, method } = which as Partial<AnyEndpoint>;
  if (typeof which !== "function" || !options || options.testKey) return undefined;
  const { path } = options;
  if (path === undefined) return `${name} [\x01`;
  const form = path.replace(/:[a-z_]\w*/gi, "\0");
  return /[{}*\\?]|\0[^/]/.test(form) ? undefined : `${method} ${form}`;
}
