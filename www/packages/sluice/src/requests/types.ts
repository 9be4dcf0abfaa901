/** One of `types.operation`: a frozen singleton, compared by identity. Calling it gives itself. */
export interface Operation {
  (): Operation;
  /** Whether something is this operation. */
  match(x: unknown): boolean;
}

/** How far a resolution is. It never goes back in this order. */
export const states = ["init", "pending", "progress", "success", "failure"] as const;
export type ResultState = (typeof states)[number];

/** A state that a resolver gives as its answer: one of `types.result`. */
export class Outcome<T = unknown> {
  /** Only tells apart what else has a state and a value. */
  declare protected readonly brand: T;
  constructor(
    readonly state: ResultState,
    readonly value: unknown,
  ) {
    Object.freeze(this);
  }
}

function operation(): Operation {
  const self: Operation = Object.freeze(Object.assign(() => self, { match: (x: unknown) => x === self }));
  return self;
}

/** Tests the state of a Result or of a value of `types.result`. */
function matching(...some: readonly ResultState[]): { match(result: unknown): boolean } {
  return { match: (result) => some.includes((result as { state: ResultState } | null | undefined)?.state as ResultState) };
}

function constant(state: ResultState) {
  const self: Constant = Object.freeze(Object.assign(() => self, { state, value: undefined }, matching(state)));
  return self;
}

interface Constant {
  (): Constant;
  readonly state: ResultState;
  readonly value: undefined;
  match(result: unknown): boolean;
}

function outcome(state: ResultState) {
  return Object.freeze(Object.assign((value?: unknown): Outcome => new Outcome(state, value), matching(state)));
}

const read = operation();
const create = operation();
const update = operation();
const remove = operation();

/** Whether something is a `types.result` value. */
export function isOutcome(x: unknown): x is Outcome {
  return x instanceof Outcome || x === types.result.init || x === types.result.pending;
}

/** What a Request does, and what becomes of it. */
export const types = Object.freeze({
  /** GET; POST; PUT or PATCH; DELETE. `mutate` matches the last three. */
  operation: Object.freeze({
    read,
    /** Another name of `read`. */
    fetch: read,
    create,
    update,
    delete: remove,
    mutate: Object.freeze({ match: (x: unknown): boolean => x === create || x === update || x === remove }),
  }),
  /** The states of a Result, as answers of resolvers. `complete` matches the last two. Each has `match(result)`. */
  result: Object.freeze({
    init: constant("init"),
    pending: constant("pending"),
    progress: outcome("progress"),
    success: outcome("success"),
    failure: outcome("failure"),
    complete: Object.freeze(matching("success", "failure")),
  }),
});
