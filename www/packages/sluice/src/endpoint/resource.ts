import { needs } from "../schema/check.js";
import { collection, invalidate, type AdderSchema, type CollectionSchema, type Denormalize, type InvalidateSchema, type Schema } from "../schema/index.js";
import { makeEndpoint, type Endpoint, type EndpointInterface } from "./endpoint.js";
import type { HttpEndpoint } from "./factory.js";
import type { EndpointOptions } from "./options.js";
import type { ListPath, PathArgs } from "./types.js";

/** Options of a resource; those that are not named here apply to each of its endpoints. */
export type ResourceOptions<P extends string, S> = { readonly path: P; readonly schema: S } & Pick<
  EndpointOptions,
  "dataExpiryLength" | "errorExpiryLength" | "errorPolicy" | "timeout" | "invalidIfStale" | "pollFrequency" | "headers" | "extra"
>;

/** The endpoints of a kind of items. */
export interface Resource<P extends string, S extends Schema> {
  /** GET an item. */
  readonly get: HttpEndpoint<P, "GET", S>;
  /** GET the list, a collection. */
  readonly getList: HttpEndpoint<ListPath<P>, "GET", CollectionSchema<readonly Denormalize<S>[], Denormalize<S>>>;
  /** POST to the list: the item is pushed to it. */
  readonly create: Endpoint<PathArgs<ListPath<P>, "POST">, Denormalize<S>, AdderSchema<Denormalize<S>>>;
  /** PUT an item. */
  readonly update: HttpEndpoint<P, "PUT", S>;
  /** PATCH an item. */
  readonly partialUpdate: HttpEndpoint<P, "PATCH", S>;
  /** DELETE an item. */
  readonly delete: HttpEndpoint<P, "DELETE", InvalidateSchema>;
}

/** Makes the usual endpoints of the items at `path`, whose last segment is their parameter. */
export function resource<const P extends string, S extends Schema>(options: ResourceOptions<P, S>): Resource<P, S> {
  const { path, schema } = options;
  const list = String(path).replace(/\{?\/[:*]\w+\}?$/, "");
  needs(list !== path, "resource: path", path, "one that ends with a parameter");
  const make = (method: string, of: unknown = schema, at: string = path) => makeEndpoint({ ...options, schema: of, path: at, method });
  const getList = make("GET", collection([schema]), list) as EndpointInterface & { push: EndpointInterface };
  const endpoints: Record<keyof Resource<P, S>, EndpointInterface> = {
    get: make("GET"),
    getList,
    create: getList.push,
    update: make("PUT"),
    partialUpdate: make("PATCH"),
    delete: make("DELETE", invalidate(schema as never)),
  };
  return endpoints as unknown as Resource<P, S>;
}
