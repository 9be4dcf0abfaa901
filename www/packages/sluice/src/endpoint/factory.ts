import type { AdderSchema, CollectionSchema, Schema } from "../schema/index.js";
import { EndpointMethods, makeEndpoint, type Endpoint as EndpointType, type EndpointInterface, type ResultOf } from "./endpoint.js";
import type { AnyOptions, EndpointContext, EndpointOptions } from "./options.js";
import type { CollectionIn, PathArgs } from "./types.js";

type Given = Schema | undefined;

/**
 * The function of an endpoint. What it takes last is the context: a parameter without a type is
 * taken for it, and so is one that is not there.
 */
type Fetch<A, B, C, D, R> = (this: EndpointInterface, a: A, b: B, c: C, d: D) => R;

/** The parameters of such a function before the context. Those that may be `undefined` may be left out. */
type ArgsOf<P extends readonly unknown[]> =
  P extends readonly [infer A, ...infer Rest] ? ([EndpointContext, A] extends [A, EndpointContext] ? [] : undefined extends A ? [a?: A, ...ArgsOf<Rest>] : [a: A, ...ArgsOf<Rest>]) : [];

/** As a condition, so that it can be made where a generic function takes an endpoint. */
type Made<A extends readonly unknown[], R, S> = [S] extends [Given] ? EndpointType<A, ResultOf<S, Awaited<R>>, S> : never;

/** The endpoints that change the collection of one with the path `P`. */
export type Adders<P extends string, S> =
  [CollectionIn<S>] extends [never] ? unknown
  : CollectionIn<S> extends CollectionSchema<infer T, infer X>
    ? (T extends readonly unknown[]
        ? { readonly push: Adder<P, "POST", X>; readonly unshift: Adder<P, "POST", X> }
        : { readonly assign: Adder<P, "POST", T> }) & { readonly remove: Adder<P, "PATCH", X>; readonly move: Adder<P, "PATCH", X> }
    : unknown;

type Adder<P extends string, M extends string, X> = EndpointType<PathArgs<P, M>, X, AdderSchema<X>>;

/** An endpoint with a path. */
export type HttpEndpoint<P extends string, M extends string, S> = EndpointType<PathArgs<P, M>, ResultOf<S, unknown>, S> & Adders<P, S>;

type Http<P extends string, M extends string, S> = EndpointOptions<PathArgs<P, M>, S> & { readonly path: P; readonly method?: M };

type Context = EndpointContext;

export interface EndpointFactory {
  /** Requests that a function carries out. Behind its arguments it gets an {@link EndpointContext}; `this` is the endpoint. */
  <A = Context, B = Context, C = Context, D = Context, R = unknown, const S extends Given = undefined>(
    options: { readonly fetch: Fetch<A, B, C, D, R> } & EndpointOptions<ArgsOf<[A, B, C, D]>, S>,
  ): Made<ArgsOf<[A, B, C, D]>, R, S>;
  /** Mutations by path: POST. */
  <const P extends string, const S extends Given = undefined>(options: Http<P, "POST", S> & { readonly method?: undefined; readonly sideEffect: true }): HttpEndpoint<P, "POST", S>;
  /** Requests by method and path. */
  <const P extends string, const M extends string = "GET", const S extends Given = undefined>(options: Http<P, M, S>): HttpEndpoint<P, M, S>;
  /** Requests by name: `POST {baseUrl}/{name}`, whose body is the first argument. */
  <const S extends Given = undefined>(options: EndpointOptions<[data?: unknown], S> & { readonly name: string }): Made<[data?: unknown], unknown, S>;
  /** With the arguments and the result given as types. */
  <A extends readonly unknown[], R = unknown, const S extends Given = Given>(options: EndpointOptions<A, S> & { readonly fetch?: (...args: never) => unknown }): [S] extends [Given] ? EndpointType<A, R, S> : never;
}

export const endpoint = function (options: AnyOptions) {
  return makeEndpoint(options);
} as unknown as EndpointFactory;

export interface EndpointConstructor {
  /** `new Endpoint(fetch, options)` is `endpoint({ ...options, fetch })`. */
  new <A = Context, B = Context, C = Context, D = Context, R = unknown, const S extends Given = undefined>(
    fetch: Fetch<A, B, C, D, R>,
    options?: EndpointOptions<ArgsOf<[A, B, C, D]>, S>,
  ): Made<ArgsOf<[A, B, C, D]>, R, S>;
  readonly prototype: EndpointInterface;
}

/** See the interface of `endpoint.ts`; as a class, for those who prefer one. */
export type Endpoint<A extends readonly unknown[] = never, R = unknown, S = unknown> = EndpointType<A, R, S>;
export const Endpoint = EndpointMethods as unknown as EndpointConstructor;
