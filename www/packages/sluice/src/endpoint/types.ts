import type { CollectionSchema, ObjectSchema, SchemaNode } from "../schema/index.js";

/** What goes into a url. */
export type Scalar = string | number | boolean | bigint;

/** Members of the first argument that a path does not use: its query. `null` and `undefined` are left out, a list repeats the name. */
export type QueryParams = Readonly<Record<string, Scalar | null | undefined | readonly (Scalar | null | undefined)[]>>;

type Letter = "a" | "b" | "c" | "d" | "e" | "f" | "g" | "h" | "i" | "j" | "k" | "l" | "m" | "n" | "o" | "p" | "q" | "r" | "s" | "t" | "u" | "v" | "w" | "x" | "y" | "z" | "_";
type Digit = "0" | "1" | "2" | "3" | "4" | "5" | "6" | "7" | "8" | "9";

/** The name at the start of a text. */
type NameAt<S extends string, Found extends string = ""> =
  S extends `${infer C}${infer Rest}`
    ? Lowercase<C> extends Letter ? NameAt<Rest, `${Found}${C}`>
    : C extends Digit ? (Found extends "" ? "" : NameAt<Rest, `${Found}${C}`>)
    : Found
    : Found;

type NamesAfter<S extends string, Sign extends string> = S extends `${string}${Sign}${infer Rest}` ? NameAt<Rest> | NamesAfter<Rest, Sign> : never;

type Given<S extends string> = { readonly [K in Exclude<NamesAfter<S, ":">, "">]: Scalar } & { readonly [K in Exclude<NamesAfter<S, "*">, "">]: Scalar | readonly Scalar[] };

/** The parameters of a path. Those in `{…}` may be missing. */
export type PathParams<P extends string> =
  string extends P ? unknown
  : P extends `${infer Before}{${infer Group}}${infer After}` ? PathParams<Before> & Partial<PathParams<Group>> & PathParams<After>
  : Given<P>;

type Takes<P extends string> = P extends `${string}${":" | "*"}${infer Rest}` ? (NameAt<Rest> extends "" ? Takes<Rest> : true) : false;
type Needs<P extends string> = P extends `${infer Before}{${string}}${infer After}` ? Needs<`${Before}${After}`> : Takes<P>;

/** The arguments of an endpoint with a path, by its method. */
export type PathArgs<P extends string, M extends string> =
  Uppercase<M> extends "GET" | "DELETE"
    ? Needs<P> extends true ? [params: PathParams<P> & QueryParams] : [params?: PathParams<P> & QueryParams]
    : Takes<P> extends true ? [params: PathParams<P> & QueryParams, body?: unknown]
    : [body?: unknown] | [params: QueryParams, body: unknown];

/** The collection that a schema holds. */
export type CollectionIn<S> =
  S extends CollectionSchema ? S
  : S extends ObjectSchema<infer F> ? CollectionIn<F[keyof F]>
  : S extends SchemaNode | readonly unknown[] | ((...args: never) => unknown) ? never
  : S extends object ? CollectionIn<S[keyof S]>
  : never;

/** The path of the list that an item's path ends below: `/articles/:slug` gives `/articles`. */
export type ListPath<P extends string> =
  P extends `${infer List}{/${":" | "*"}${string}}` ? List
  : P extends `${infer Head}/${infer Tail}` ? (Tail extends `${string}/${string}` ? `${Head}/${ListPath<Tail>}` : Head)
  : P;
