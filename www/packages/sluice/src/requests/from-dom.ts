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
    const element = [...root.querySelectorAll("[id]")].find(({ id }) => id === signature);
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
