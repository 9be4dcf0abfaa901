import type { RequestResolver } from "./carry-out.js";
import { resolutionOf } from "./resolution.js";
import { types } from "./types.js";

/** Where elements are looked for: an element, a document, a fragment. */
export type DomRoot = Pick<ParentNode, "querySelectorAll"> | null | undefined;

/**
 * Answers a read with what the page brought: the element under `root` whose id is the request's signature.
 * It is removed when it is found; by a mutation, too, which is then somebody else's to carry out.
 */
export function fromDom(root: DomRoot, deserialize: (text: string, element: Element) => unknown): RequestResolver {
  return (request, context) => {
    const { signature, read } = resolutionOf(request, context);
    if (signature === undefined || !root) return null;
    // In quirks mode a selector may take an id that differs in case.
    const element = [...root.querySelectorAll(`[id="${quoted(signature)}"]`)].find(({ id }) => id === signature);
    if (!element) return null;
    element.remove();
    if (!read) return null;
    try {
      return types.result.success(deserialize(element.textContent, element));
    } catch (error) {
      return types.result.failure(error);
    }
  };
}

/** A text as it stands in a string of a selector. */
function quoted(text: string): string {
  return text.replace(/["\\\n\r\f]/g, (unit) => `\\${unit.charCodeAt(0).toString(16)} `);
}
