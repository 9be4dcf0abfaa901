// What the types of Requests promise. Nothing here runs: tsc checks it.
import { Library, MemoryCache, Request, apiRequest, createClient, resolver, types, type Operation, type RequestResolver, type Result } from "../../src/index.js";

/** Whether two types are the same. */
type Same<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;
const holds = <T extends true>(): T | undefined => undefined;

interface Article {
  readonly title: string;
}
interface Options {
  readonly path: string;
}

// The members of a subclass, as fields, getters and methods.
class ArticleRequest extends Request<Options, Article> {
  override type = types.operation.read;
  override signature() {
    return `article-${this.options.path}`;
  }
  expires() {
    return 60;
  }
}
class PatchRequest extends Request<Options, Article> {
  override get type(): Operation {
    return types.operation.update;
  }
  override cacheable = false;
  expires = 5;
}
class Plain extends Request {
  override signature() {
    return typeof this.options.id === "string" ? this.options.id : null;
  }
}
class Wrong extends Request {
  // @ts-expect-error a signature is a string
  override signature() {
    return 42;
  }
}
void Wrong;
// @ts-expect-error it is made with a path
new ArticleRequest({});
void new Plain();
void new Plain({ id: "x" });
holds<Same<ArticleRequest["options"], Options>>();
// @ts-expect-error options are only to be read here
new ArticleRequest({ path: "" }).options = { path: "x" };

// The answer is known from the class, or said by the caller.
const client = createClient();
export const article: Promise<Article> = client.apiRequest(new ArticleRequest({ path: "/a" }), { signal: new AbortController().signal, timeout: 5 });
export const byDefault: Promise<Article> = apiRequest(new PatchRequest({ path: "/a" }));
export const said: Promise<number> = client.apiRequest<number>(new Plain());
export const unknown: Promise<unknown> = client.apiRequest(new Plain());
export const named: Promise<number> = client.apiRequest<number>({ name: "count" });
// @ts-expect-error options of a named call stand in it
void client.apiRequest({ name: "count" }, { timeout: 5 });
// @ts-expect-error there is no title in a number
export const wrong: Promise<string> = client.apiRequest(new ArticleRequest({ path: "/a" }));

// A Result says by its state what its value is.
const result = client.resolve(new ArticleRequest({ path: "/a" }));
holds<Same<typeof result, Result<Article> | null>>();
if (result?.state === "success") holds<Same<typeof result.value, Article>>();
if (result?.state === "pending") holds<Same<typeof result.value, undefined>>();
export const stop: (() => void) | undefined = result?.subscribe((told) => void told.state);
export const awaited = async (): Promise<Article | undefined> => (result ? await result : undefined);

// Resolvers know the request of their class.
client.library.register(ArticleRequest, async (request, { signal, progress }) => {
  holds<Same<typeof request, ArticleRequest>>();
  progress(50);
  return fetch(request.options.path, { signal });
});
export const back: () => void = new Library().register(Request, () => null);
// @ts-expect-error not a class of requests
client.library.register(Date, () => null);
const forArticles: RequestResolver<ArticleRequest> = (request) => request.options.path;
export const chain: RequestResolver = resolver.caching(new MemoryCache({ max: 5 }), resolver.oneOf(resolver.fromDom(document.body, (text, element) => [text, element.id]), forArticles, resolver.fromLibrary(client.library)));
createClient({ resolver: chain });
createClient({ resolver: resolver.memoryCache((request) => (request instanceof ArticleRequest ? request.options.path : null)) });
// @ts-expect-error not a cache
resolver.caching({}, chain);

// Operations and states.
export const operations: Operation[] = [types.operation.fetch, types.operation.create(), types.operation.delete];
export const isMutation: boolean = types.operation.mutate.match(new PatchRequest({ path: "" }).type);
// @ts-expect-error the group is no operation
operations.push(types.operation.mutate);
export const done: boolean = types.result.complete.match(result);
// @ts-expect-error a completed Result has no such state
export const never: boolean = result?.state === "done";
