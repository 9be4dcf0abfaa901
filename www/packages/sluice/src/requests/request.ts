import { types, type Operation } from "./types.js";

declare const answer: unique symbol;

/**
 * Describes one remote action; a resolver carries it out. Made by subclasses, one for each action. It
 * does nothing by itself, and with the defaults nothing of it is cached.
 *
 * ```ts
 * class ArticleRequest extends Request<{ path: string }, Article> {
 *   override signature() { return `article-${this.options.path}`; }
 *   expires = 60;
 * }
 * ```
 *
 * A subclass may also have `expires`: a number of seconds, or a method that gives one, for which the
 * stored answer is valid. Without a finite number it does not expire. `O` is what it is made with, `T`
 * what it is answered with.
 */
// eslint-disable-next-line @typescript-eslint/no-unsafe-declaration-merging, @typescript-eslint/no-unused-vars
export class Request<O extends object = Readonly<Record<string, unknown>>, T = unknown> {
  /** The very object that was passed. */
  readonly options: O;

  constructor(options: O = {} as O) {
    this.options = options;
  }

  /** The key in the cache. `null`, `undefined` or no method: the cache ignores the request. `""` is a key. */
  signature?(): string | null | undefined;
}

// On the prototype, so that a subclass may have members or getters.
Object.assign(Request.prototype, { type: types.operation.read, cacheable: true });

// eslint-disable-next-line @typescript-eslint/no-unused-vars
export interface Request<O, T> {
  /** One of `types.operation`. Default `read`. */
  type: Operation;
  /** Of creates and updates: whether the answer is stored, for later reads of the signature. Default `true`. */
  cacheable: boolean;
  /** Says what it is answered with, to types only. */
  [answer]?(value: T): void;
}
