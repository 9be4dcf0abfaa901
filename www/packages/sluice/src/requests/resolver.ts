import { UsageError } from "../errors.js";
import { carryOut, type RequestResolver } from "./carry-out.js";
import { fromDom, type DomRoot } from "./from-dom.js";
import { MemoryCache, type RequestCache } from "./memory-cache.js";
import type { Request } from "./request.js";
import { resolutionOf, within } from "./resolution.js";
import type { Result } from "./result.js";

/** Where resolvers are found; a `Library`. */
export interface ResolverLibrary {
  get(request: Request<object>): RequestResolver | null | undefined;
}

function needFunction(of: string, ...functions: readonly unknown[]): void {
  if (functions.some((given) => typeof given !== "function")) throw new UsageError(`${of} is given something that is not a function`);
}

/** What resolvers are made with. Each throws `UsageError` where it is given something that is not a function. */
export const resolver = {
  /** Asks each in order; the first that takes the request answers it. */
  oneOf(...resolvers: readonly RequestResolver[]): RequestResolver {
    needFunction("oneOf", ...resolvers);
    return (request, context) => {
      for (const resolver of resolvers) {
        const answer = resolver(request, context);
        if (answer != null) return answer;
      }
      return null;
    };
  },

  /** Asks the resolver that is registered for the class of the request. */
  fromLibrary(library: ResolverLibrary): RequestResolver {
    needFunction("fromLibrary", library?.get);
    return (request, context) => library.get(request)?.(request, context) ?? null;
  },

  /** Asks the cache first, and tells it what `inner` takes. */
  caching(cache: RequestCache, inner: RequestResolver): RequestResolver {
    needFunction("caching", cache?.resolve, cache?.cache, inner);
    return (request, context) => {
      const resolution = resolutionOf(request, context);
      if (cache instanceof MemoryCache) resolution.home.caches.add(cache);
      const hit = within(resolution, () => cache.resolve(request));
      if (hit != null) return (resolution.result = hit);
      const result = carryOut(inner, resolution);
      if (result) within(resolution, () => cache.cache(request, result as unknown as Result));
      return result ?? null;
    };
  },

  /** The same with a `MemoryCache` of its own. */
  memoryCache(inner: RequestResolver): RequestResolver {
    return resolver.caching(new MemoryCache(), inner);
  },

  MemoryCache,

  /** Asks the page: see docs/requests.md. `deserialize` makes a value of an element's text; default: the text. */
  fromDom(root: DomRoot, deserialize: (text: string, element: Element) => unknown = (text) => text): RequestResolver {
    needFunction("fromDom", deserialize);
    return fromDom(root, deserialize);
  },
};
