import { freeze } from "../schema/freeze.js";
import type { MirrorRecord } from "../record.js";
import { ENDPOINTS, ENTITIES, ENTITIES_META, INDEXES, LAYERS, META } from "./tables.js";

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

/** By entity. */
type Nested<T> = Readonly<Record<string, Readonly<Record<string, T>>>>;

/** Values and errors that records had before they changed, since a state up to the next newer one. */
export class Former extends Map<MirrorRecord, readonly [data: unknown, error: unknown]> {
  next: Former | undefined;
}

/** Reads the tables of states. */
export interface Tables {
  /** One of those of tables.ts, frozen. */
  read(state: State, member: number): unknown;
}

const empty = Object.freeze({});

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
  #tables: Tables | undefined;
  #members: unknown[] = [];

  /** @internal */
  constructor(tables?: Tables, space = -1, former = new Former(), epoch = 0, lastReset = 0, layers = "[]", age?: object) {
    this.#tables = tables;
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
  get entities(): Nested<Readonly<Record<string, unknown>> | typeof INVALID> {
    return this.#read(ENTITIES);
  }

  /** Normalised results by key; the value itself where the endpoint has no schema. */
  get endpoints(): Readonly<Record<string, unknown>> {
    return this.#read(ENDPOINTS);
  }

  /** The pk of the row that a value finds, by entity and member. */
  get indexes(): Readonly<Record<string, Nested<string>>> {
    return this.#read(INDEXES);
  }

  /** By key. */
  get meta(): Readonly<Record<string, Meta>> {
    return this.#read(META);
  }

  /** By entity and pk. */
  get entitiesMeta(): Nested<Pick<Meta, "fetchedAt" | "date" | "expiresAt">> {
    return this.#read(ENTITIES_META);
  }

  #read(member: number): never {
    return (this.#members[member] ??= this.#tables?.read(this, member) ?? empty) as never;
  }
}
