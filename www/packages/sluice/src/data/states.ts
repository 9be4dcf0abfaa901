import { CrashError } from "../errors.js";
import type { Host } from "../host.js";
import type { MirrorRecord } from "../record.js";
import { freeze } from "../schema/freeze.js";
import { writeFree, writeState, writeTable } from "../wire.gen.js";
import type { Answers } from "./answers.js";
import type { Data } from "./data.js";
import type { Question } from "./question.js";
import type { Roots } from "./roots.js";
import { INVALID, State, type Former, type Tables } from "./state.js";
import { ENDPOINTS, META } from "./tables.js";
import type { View } from "./view.js";

/** What a core says of a state. */
type Stated = readonly [space: number, epoch: number, lastReset: number, layers: string];

/** The states of a client that somebody holds: a core keeps a space for each. */
export class States implements Tables {
  readonly #client: number;
  readonly #host: Host;
  readonly #data: Data;
  readonly #roots: Roots;
  readonly #answers: Answers;
  /** What {@link state} was answered. */
  #stated: Stated | undefined;
  /** The newest of the base, and of the view. */
  #newest: (WeakRef<State> | undefined)[] = [];
  #uses = new Map<number, number>();
  /** Stands for the present core. */
  #age = {};
  #epoch = 0;
  #epochs = 0;

  constructor(client: number, host: Host, data: Data, roots: Roots, answers: Answers) {
    this.#client = client;
    this.#host = host;
    this.#data = data;
    this.#roots = roots;
    this.#answers = answers;
  }

  /** The present state of the base (0), or of the view (1), if there is a core to ask or was one. */
  state(view: 0 | 1): State | undefined {
    const known = this.#newest[view]?.deref();
    this.#stated = undefined;
    this.#host.ask((w) => writeState(w, this.#client, view));
    if (!this.#stated) return known;
    const [space, epoch, lastReset, layers] = this.#stated as Stated;
    if (known?.space === space && known.layers === layers) {
      this.#host.ask((w) => writeFree(w, this.#client, space));
      return known;
    }
    const { mirror } = this.#host;
    const state = new State(this, space, mirror.freeze(), (this.#epoch = this.#epochs + epoch), lastReset, layers, this.#age);
    this.#newest[view] = new WeakRef(state);
    this.#uses.set(space, (this.#uses.get(space) ?? 0) + 1);
    this.#left.register(state, [this.#age, space]);
    return state;
  }

  stated(...state: Stated): void {
    this.#stated = state;
  }

  /** Nobody holds a state any more. */
  #left = new FinalizationRegistry<readonly [age: object, space: number]>(([age, space]) => {
    this.#host.mirror.thaw();
    if (age !== this.#age) return;
    const uses = this.#uses.get(space)! - 1;
    this.#uses.set(space, uses);
    if (uses === 0) {
      this.#uses.delete(space);
      this.#data.objects.graph?.close(space);
    }
    this.#host.send((w) => writeFree(w, this.#client, space));
  });

  /** The core is gone, and its spaces with it. */
  orphan(): void {
    this.#age = {};
    this.#newest = [];
    this.#uses.clear();
    this.#epochs = this.#epoch + 1;
  }

  #check({ age }: State): void {
    if (age && age !== this.#age) throw new CrashError("what was not read of the state is gone with it");
  }

  /** What a question shows in a state. */
  within(question: Question, state: State): View | undefined {
    this.#check(state);
    const view = this.#roots.see(question, state.space);
    if (view?.record) {
      const [data, error] = formerly(state, view.record);
      view.record = { data, error } as MirrorRecord;
    }
    return view;
  }

  read(state: State, member: number): unknown {
    return member === ENDPOINTS || member === META ? this.#filled(state, member) : this.#lazy(state, member);
  }

  /** A table, with what is kept on this side. */
  #filled(state: State, member: number): unknown {
    const table = this.#table(state, member) as Record<string, { error?: unknown; soft?: boolean; errorPolicy?: string }>;
    Object.values(table).forEach(freeze);
    const of = member === META ? "e" : "v";
    for (const [record, name] of this.#answers.kept(state.space)) {
      if (name[0] !== of) continue;
      const key = name.slice(1);
      const [data, error] = formerly(state, record);
      if (member === ENDPOINTS) Object.defineProperty(table, key, { value: data, enumerable: true });
      else {
        const { soft, ...meta } = table[key]!;
        table[key] = Object.freeze({ ...meta, error, ...(soft && { errorPolicy: "soft" }) });
      }
    }
    return Object.freeze(table);
  }

  /** Tables by entity, each read when it is looked at. */
  #lazy(state: State, member: number): unknown {
    const out = {};
    for (const name of this.#table(state, member, true) as unknown as string[]) {
      let table: Record<string, unknown> | undefined;
      const get = () => {
        if (!table) {
          table = this.#table(state, member, false, name);
          for (const pk in table) table[pk] = table[pk] === null ? INVALID : freeze(table[pk]);
        }
        return Object.freeze(table);
      };
      Object.defineProperty(out, name, { get, enumerable: true });
    }
    return Object.freeze(out);
  }

  /** A table or, with `names`, the names of those that a member has. */
  #table(state: State, member: number, names = false, name = ""): Record<string, unknown> {
    this.#check(state);
    return JSON.parse(this.#answers.to((w) => writeTable(w, this.#client, state.space, member, names ? 1 : 0, name)) || (names ? "[]" : "{}")) as Record<string, unknown>;
  }
}

/** What was kept here for a record in a state. */
function formerly(state: State, record: MirrorRecord): readonly [data: unknown, error: unknown] {
  for (let former: Former | undefined = state.former; former; former = former.next) {
    const was = former.get(record);
    if (was) return was;
  }
  return [record.data, record.error];
}
