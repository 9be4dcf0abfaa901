import { freeze } from "../schema/freeze.js";
import type { MirrorRecord } from "../record.js";
import type { Data } from "./data.js";

/** Stands in {@link State.entities} for a row that is known to be no more. No read hands it out. */
export const INVALID = Symbol("INVALID");

/** What is known of the last answer of a key. Times are in ms. */
export interface Meta {
  readonly fetchedAt: number;
  readonly date: number;
  readonly expiresAt: number;
  readonly prevExpiresAt?: number;
  readonly error?: unknown;
  readonly errorPolicy?: "soft" | undefined;
  readonly invalidated?: true;
}

/** An optimistic change that is pending. */
export interface Layer {
  readonly requestId: number;
  readonly key: string;
  readonly fetchedAt: number;
}

/** Tables by entity. */
type Tables<T> = Readonly<Record<string, Readonly<Record<string, T>>>>;

/** Values and errors that records had before they changed, since a state up to the next newer one. */
export class Former extends Map<MirrorRecord, readonly [data: unknown, error: unknown]> {
  next: Former | undefined;
}

/** The numbers of the tables, as store/tables.go has them. */
const ENTITIES = 0;
const ENDPOINTS = 1;
const INDEXES = 2;
const META = 3;
const ENTITIES_META = 4;
const LAYERS = 5;

/** The data of a client as it was at one time. It never changes, and is read when it is looked at. */
export class State {
  readonly epoch: number;
  /** When all was reset last, in ms; 0 if it never was. */
  readonly lastReset: number;
  /** @internal */
  readonly space: number;
  /** @internal */
  readonly former: Former;
  /** JSON of {@link optimistic}. @internal */
  readonly layers: string;
  /** Which core's it is. @internal */
  readonly age: object | undefined;
  #data: Data;
  #members: unknown[] = [];

  /** @internal */
  constructor(data: Data, space = -1, former = new Former(), epoch = 0, lastReset = 0, layers = "[]", age?: object) {
    this.#data = data;
    this.space = space;
    this.former = former;
    this.epoch = epoch;
    this.lastReset = lastReset;
    this.layers = layers;
    this.age = age;
    Object.freeze(this);
  }

  /** The optimistic changes that were pending, oldest first. */
  get optimistic(): readonly Layer[] {
    return (this.#members[LAYERS] ??= freeze(JSON.parse(this.layers))) as Layer[];
  }

  /** Rows by entity and pk. */
  get entities(): Tables<Readonly<Record<string, unknown>> | typeof INVALID> {
    return this.#tables(ENTITIES) as State["entities"];
  }

  /** Normalised results by key; the value itself where the endpoint has no schema. */
  get endpoints(): Readonly<Record<string, unknown>> {
    return this.#table(ENDPOINTS);
  }

  /** The pk of the row that a value finds, by entity and member. */
  get indexes(): Readonly<Record<string, Tables<string>>> {
    return this.#tables(INDEXES) as State["indexes"];
  }

  /** By key. */
  get meta(): Readonly<Record<string, Meta>> {
    return this.#table(META) as State["meta"];
  }

  /** By entity and pk. */
  get entitiesMeta(): Tables<Pick<Meta, "fetchedAt" | "date" | "expiresAt">> {
    return this.#tables(ENTITIES_META) as State["entitiesMeta"];
  }

  #table(member: number): Readonly<Record<string, unknown>> {
    return (this.#members[member] ??= this.#filled(member)) as Record<string, unknown>;
  }

  /** A table, with what is kept on this side. */
  #filled(member: number): Readonly<Record<string, unknown>> {
    const table = this.#data.table(this, member) as Record<string, { error?: unknown; soft?: boolean; errorPolicy?: string }>;
    Object.values(table).forEach(freeze);
    const of = member === META ? "e" : "v";
    for (const [record, name] of this.#data.kept(this.space)) {
      if (name[0] !== of) continue;
      const key = name.slice(1);
      const [data, error] = this.#data.formerly(this, record);
      if (member === ENDPOINTS) Object.defineProperty(table, key, { value: data, enumerable: true });
      else {
        const { soft, ...meta } = table[key]!;
        table[key] = Object.freeze({ ...meta, error, ...(soft && { errorPolicy: "soft" }) });
      }
    }
    return Object.freeze(table);
  }

  #tables(member: number): unknown {
    return (this.#members[member] ??= this.#lazy(member));
  }

  #lazy(member: number): unknown {
    const out = {};
    for (const name of this.#data.table(this, member, true) as unknown as string[]) {
      let table: Record<string, unknown> | undefined;
      const get = () => {
        if (!table) {
          table = this.#data.table(this, member, false, name);
          for (const pk in table) table[pk] = table[pk] === null ? INVALID : freeze(table[pk]);
        }
        return Object.freeze(table);
      };
      Object.defineProperty(out, name, { get, enumerable: true });
    }
    return Object.freeze(out);
  }
}
