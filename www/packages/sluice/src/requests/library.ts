import { UsageError } from "../errors.js";
import type { RequestResolver } from "./carry-out.js";
import { Request } from "./request.js";

/** A subclass of {@link Request}. */
export type RequestClass<R extends Request<object> = Request<object>> = abstract new (...args: never) => R;

/** Knows which resolver carries out the requests of a class. */
export class Library {
  /** By the prototype of the class, the last one counts. */
  #resolvers = new Map<object, { readonly resolver: RequestResolver }[]>();

  /**
   * Has a resolver carry out the requests of a class and its subclasses. The nearest class counts, and of
   * one class the last registration. Returns what takes it back.
   */
  register<R extends Request<object>>(Class: RequestClass<R>, resolver: RequestResolver<R>): () => void {
    const { prototype } = (Class ?? {}) as { readonly prototype: object };
    if ((prototype !== Request.prototype && !(prototype instanceof Request)) || typeof resolver !== "function") {
      throw new UsageError("register takes a subclass of Request and a function");
    }
    const registration = { resolver: resolver as unknown as RequestResolver };
    const all = this.#resolvers.get(prototype) ?? [];
    this.#resolvers.set(prototype, [...all, registration]);
    return () => {
      this.#resolvers.set(prototype, this.#resolvers.get(prototype)!.filter((other) => other !== registration));
    };
  }

  /** The resolver of a request. */
  get(request: Request<object>): RequestResolver | undefined {
    for (let prototype: unknown = request; prototype; prototype = Object.getPrototypeOf(prototype)) {
      const found = this.#resolvers.get(prototype)?.at(-1);
      if (found) return found.resolver;
    }
    return undefined;
  }
}
