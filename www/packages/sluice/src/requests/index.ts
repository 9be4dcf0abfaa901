export type { RequestResolver } from "./carry-out.js";
export type { DomRoot } from "./from-dom.js";
export { Library, type RequestClass } from "./library.js";
export { MemoryCache, type RequestCache } from "./memory-cache.js";
export { Request } from "./request.js";
export type { RequestOptions } from "./requests.js";
export { resolver, type ResolverLibrary } from "./resolver.js";
export type { ResolverContext, Result } from "./result.js";
export { types, type Operation, type Outcome, type ResultState } from "./types.js";
