// What the types of endpoints promise. Nothing here runs: tsc checks it.
import { createClient } from "../../src/index.js";
import { Endpoint, endpoint, resource, type EndpointInterface, type QueryParams, type Scalar } from "../../src/endpoint/index.js";
import { Entity, collection, entity, values, type CollectionSchema } from "../../src/schema/index.js";

/** Whether two types are the same. */
type Same<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;
const holds = <T extends true>(): T | undefined => undefined;
type ArgsOf<E extends (...args: never) => unknown> = Parameters<E>;
type GivenBy<E extends (...args: never) => unknown> = Awaited<ReturnType<E>>;

interface UserData {
  id: number;
  name: string;
}
const User = entity<UserData>("User");
class Article extends Entity {
  slug = "";
  static override key = "Article";
}
const articles = collection([Article]);

// With an own function: its arguments without the context, its result, or the schema's.
export const rate = endpoint({ name: "rate", fetch: async (pair: string, { signal }) => ({ pair, aborted: signal.aborted }), key: (pair) => `rate ${pair}` });
holds<Same<ArgsOf<typeof rate>, [string]>>();
holds<Same<GivenBy<typeof rate>, { pair: string; aborted: boolean }>>();
holds<Same<Parameters<typeof rate.key>, [string]>>();
export const list = endpoint({ name: "list", fetch: async (_params?: { q: string }) => 1 });
void list();
void list({ q: "" });
// @ts-expect-error it takes an object
void list("x");
export const none = endpoint({ name: "none", fetch: async () => "x" });
holds<Same<ArgsOf<typeof none>, []>>();
export const context = endpoint({ name: "context", fetch: ({ signal }) => signal });
holds<Same<ArgsOf<typeof context>, []>>();
holds<Same<GivenBy<typeof context>, AbortSignal>>();
export const two = endpoint({ name: "two", fetch: async (a: number, b: string) => a + b, schema: User, process: (_value: string, a, b) => a + b.length });
holds<Same<ArgsOf<typeof two>, [number, string]>>();
holds<Same<GivenBy<typeof two>, UserData>>();
export const three = endpoint({ name: "three", fetch: async (a: number, b: string, c: boolean, { signal }) => [a, b, c, signal] });
holds<Same<ArgsOf<typeof three>, [number, string, boolean]>>();
export const made = new Endpoint(async (id: number) => ({ id }), { name: "made", schema: User });
holds<Same<ArgsOf<typeof made>, [number]>>();
holds<Same<GivenBy<typeof made>, UserData>>();
class Own extends Endpoint<string> {
  twice(): string {
    return this.name + this.name;
  }
}
holds<Same<ReturnType<Own["twice"]>, string>>();

// By path: parameters from the path, the rest is the query.
export const getArticle = endpoint({ path: "/articles/:slug", schema: Article });
holds<Same<GivenBy<typeof getArticle>, Article>>();
void getArticle({ slug: "a" });
void getArticle({ slug: 5, page: 1, tags: ["a", null], none: undefined });
// @ts-expect-error the slug is missing
void getArticle({});
// @ts-expect-error there are no parameters
void getArticle();
// @ts-expect-error an object does not go into a query
void getArticle({ slug: "a", where: { a: 1 } });
export const byHost = endpoint({ path: "https://host:8080/a/:one-:two{/:three}/*rest" });
void byHost({ one: 1, two: "2", rest: ["a", "b"] });
void byHost({ one: 1, two: "2", rest: "a/b", three: true });
// @ts-expect-error the rest is missing
void byHost({ one: 1, two: "2" });
export const feed = endpoint({ path: "/feed" });
void feed();
void feed({ page: 1 } satisfies QueryParams);
holds<Same<GivenBy<typeof feed>, unknown>>();
export const update = endpoint({ method: "PUT", path: "/articles/:slug", schema: Article });
void update({ slug: "a" }, { title: "x" });
// @ts-expect-error the slug is missing
void update({ title: "x" });
export const create = endpoint({ path: "/articles", sideEffect: true, schema: Article });
void create({ title: "x" });
void create({ page: 1 }, { title: "x" });
export const remove = endpoint({ method: "DELETE", path: "/articles/:slug" });
void remove({ slug: "a" });
const anyPath = "/x" as string;
void endpoint({ path: anyPath })({ whatever: 1 });

// By name, and with types given.
export const getUser = endpoint({ name: "getUser", schema: User });
holds<Same<GivenBy<typeof getUser>, UserData>>();
void getUser({ id: 1 });
export const typed = endpoint<[{ id: number }], UserData>({ name: "getUser" });
holds<Same<ArgsOf<typeof typed>, [{ id: number }]>>();
holds<Same<GivenBy<typeof typed>, UserData>>();

// Collections have adders.
export const listed = endpoint({ path: "/users/:user/articles", schema: { articles, next: "" } });
holds<Same<GivenBy<typeof listed>, { readonly articles: readonly Article[]; readonly next: string }>>();
holds<Same<GivenBy<typeof listed.push>, Article>>();
void listed.push({ user: 1 }, { title: "x" });
// @ts-expect-error a list has no assign
void listed.assign;
export const named = endpoint({ path: "/users", schema: collection(values(User)) });
holds<Same<GivenBy<typeof named.assign>, Readonly<Record<string, UserData>>>>();
// @ts-expect-error values have no push
void named.push;
// @ts-expect-error there is no collection
void getArticle.push;

// Options know the arguments and the schema.
endpoint({
  method: "POST",
  path: "/articles/:slug/vote",
  schema: Article,
  getOptimisticResponse: (snapshot, { slug }) => ({ slug, votes: snapshot.get(Article, { slug })?.slug, at: snapshot.fetchedAt }),
  update: (slug) => ({ "GET /articles": (slugs: string[] = []) => [...slugs, slug] }),
});

// extend keeps the arguments and replaces the schema.
export const extended = getArticle.extend({ schema: User });
holds<Same<GivenBy<typeof extended>, UserData>>();
holds<Same<ArgsOf<typeof extended>, ArgsOf<typeof getArticle>>>();
export const longer = listed.extend({ dataExpiryLength: 5 });
holds<Same<typeof longer, typeof listed>>();

// also in the place where a generic function takes one, with another function or schema.
const { controller } = createClient();
export const asked: Promise<UserData> = controller.fetch(getUser.extend({ signal: new AbortController().signal }), { id: 1 });
export const putBy: Promise<Article> = controller.fetch(update.extend({ signal: new AbortController().signal, timeout: 5 }), { slug: "a" }, {});
export const readBy: Promise<UserData> = controller.fetch(rate.extend({ schema: User }), "x");
export const inPlace: Promise<number> = controller.fetch(endpoint({ name: "inPlace", fetch: async (a: number) => a }), 1);
export const inPlaceByName: Promise<UserData> = controller.fetch(endpoint({ name: "inPlace", schema: User }), { id: 1 });
export const inPlaceByPath: Promise<Article> = controller.fetch(endpoint({ path: "/articles/:slug", schema: Article }), { slug: "a" });
export const other: Promise<{ pair: string; aborted: boolean }> = rate.extend({ fetch: async (pair: string) => ({ pair, aborted: false }) })("x");

// Any endpoint is an EndpointInterface.
export const all: EndpointInterface[] = [rate, list, none, two, made, getArticle, byHost, update, create, getUser, typed, listed, listed.push, extended];

export const users = resource({ path: "/groups/:group/users/:id", schema: User });
holds<Same<GivenBy<typeof users.get>, UserData>>();
holds<Same<GivenBy<typeof users.getList>, readonly UserData[]>>();
holds<Same<GivenBy<typeof users.create>, UserData>>();
holds<Same<(typeof users.getList)["schema"], CollectionSchema<readonly UserData[], UserData>>>();
void users.get({ group: 1, id: 2 });
void users.getList({ group: 1, page: 2 });
void users.getList.push({ group: 1 }, { name: "x" });
void users.delete({ group: 1, id: 2 });
// @ts-expect-error the group is missing
void users.getList({ page: 2 });
// @ts-expect-error the id is missing
void users.partialUpdate({ group: 1 }, { name: "x" });
export const scalar: Scalar = 1n;
