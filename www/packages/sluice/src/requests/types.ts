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
    readonly value?: unknown,
  ) {}
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
  return Object.assign(new Outcome(state), matching(state));
}

function outcome(state: ResultState) {
  return Object.assign((value?: unknown): Outcome => new Outcome(state, value), matching(state));
}

const read = operation();
const create = operation();
const update = operation();
const remove = operation();

/** What a Request does, and what becomes of it. */
export const types = {
  /** GET; POST; PUT or PATCH; DELETE. `mutate` matches the last three. */
  operation: {
    read,
    /** Another name of `read`. */
    fetch: read,
    create,
    update,
    delete: remove,
    mutate: { match: (x: unknown): boolean => x === create || x === update || x === remove },
  },
  /** The states of a Result, as answers of resolvers. `complete` matches the last two. Each has `match(result)`. */
  result: {
    init: constant("init"),
    pending: constant("pending"),
    progress: outcome("progress"),
    success: outcome("success"),
    failure: outcome("failure"),
    complete: matching("success", "failure"),
  },
};
