import { dried, isCarried, type DriedRequests } from "../data/carry.js";
import type { MirrorRecord } from "../record.js";

/** What is known of a record beside what it shows, see core/about.go. */
export interface About {
  readonly type: string;
  readonly key: string;
  /** Of requests of hooks: their data. A state does not show them. */
  readonly variant: string;
  readonly query: boolean;
  /** Its data may be given again, until then (ms, `null` for ever), to requests with that key. */
  readonly cached: { readonly cacheKey: string; readonly until: number | null } | null;
  /** It counts for the capacity of its type. */
  readonly kept: boolean;
  /** Its data is normalised. */
  readonly normalized: boolean;
  /** How many of its requests have ended, on a server. */
  readonly finished: number;
}

interface Known {
  about: About;
  readonly property: string;
  /** There were queries and mutations of the pair: they are one record, which both show. */
  both: boolean;
}

type Members = Record<string, unknown>;

/** The state of all requests of a client as plain data, and what of it has changed. */
export class RequestsView {
  #known = new Map<MirrorRecord, Known>();
  #hooks = new Map<MirrorRecord, About>();
  #properties = new Map<string, MirrorRecord>();
  #keys = new Map<string, string[]>();
  #dirty = new Set<MirrorRecord>();
  #gone: Known[] = [];
  #rekeyed = new Set<string>();
  #objects = new Map<string, unknown>();
  #changed = new Set<string>();

  /** Whether something has changed since the last patch. */
  get changed(): boolean {
    return this.#dirty.size > 0 || this.#gone.length > 0 || this.#changed.size > 0;
  }

  named(record: MirrorRecord, about: About): void {
    record.owner = this;
    if (about.variant) return void this.#hooks.set(record, about);
    const known = this.#known.get(record);
    if (known) {
      this.#count(known.about, about);
      known.both ||= known.about.query !== about.query;
      known.about = about;
    } else {
      this.#count({ ...about, kept: false }, about);
      const { type, key } = about;
      const property = this.#properties.has(type + key) ? `${type}\0${key}` : type + key;
      this.#properties.set(property, record);
      this.#known.set(record, { about, property, both: false });
    }
    this.#dirty.add(record);
  }

  touched(record: MirrorRecord): void {
    if (this.#known.has(record)) this.#dirty.add(record);
  }

  /** Has the next patch say again what there is of a pair. Whether there is something. */
  again(type: string, key: string): boolean {
    const record = [...this.#known].find(([, { about }]) => about.type === type && about.key === key)?.[0];
    if (record) this.#dirty.add(record);
    return record !== undefined;
  }

  /** The core no longer has the record. */
  dropped(record: MirrorRecord): void {
    this.#hooks.delete(record);
    const known = this.#known.get(record);
    if (!known) return;
    this.#count(known.about, { ...known.about, kept: false });
    this.#known.delete(record);
    this.#dirty.delete(record);
    this.#properties.delete(known.property);
    this.#gone.push(known);
    record.owner = undefined;
  }

  /** A normalised object is this now, `null` if it is no more. */
  object(key: string, object: unknown): void {
    if (object === null) this.#objects.delete(key);
    else this.#objects.set(key, object);
    this.#changed.add(key);
  }

  /** What has changed since it was asked last; members that are no more are `null`. */
  patch(): Readonly<Record<string, Members>> | undefined {
    if (!this.changed) return undefined;
    const patch = parts();
    for (const { property } of this.#gone) {
      for (const part of [patch.queries, patch.mutations, patch.cache, patch.downloadProgress, patch.uploadProgress]) put(part, property, null);
    }
    for (const record of this.#dirty) this.#add(patch, record, null);
    for (const type of this.#rekeyed) put(patch.requestsKeys, type, this.#keys.get(type)?.slice() ?? null);
    for (const key of this.#changed) put(patch.normalizedData, key, this.#objects.get(key) ?? null);
    this.#gone = [];
    this.#changed.clear();
    this.#dirty.clear();
    this.#rekeyed.clear();
    return Object.fromEntries(Object.entries(patch).filter(([, part]) => Object.keys(part).length > 0));
  }

  /** All of it. */
  state(): Readonly<Record<string, unknown>> {
    const state = parts();
    for (const record of this.#known.keys()) this.#add(state, record, undefined);
    for (const [type, keys] of this.#keys) put(state.requestsKeys, type, keys.slice());
    for (const [key, object] of this.#objects) put(state.normalizedData, key, object);
    return { ...state, watchers: {}, ssr: null, websocket: { pristine: true, connected: false } };
  }

  /** What is known of them, for {@link Host.adopt} elsewhere. Data that JSON does not carry is left out. */
  dried(): DriedRequests {
    const all = [...[...this.#known].map(([record, { about }]) => [record, about] as const), ...this.#hooks];
    return all.flatMap(([{ data, error }, { type, key, query, normalized, finished, variant }]) =>
      (finished || data !== null || error !== null) && isCarried(data) ? [[type, key, (query ? 1 : 0) | (normalized ? 8 : 0), data, error === null ? null : dried(error), finished, variant] as const] : [],
    );
  }

  #add(to: ReturnType<typeof parts>, record: MirrorRecord, none: null | undefined): void {
    const { about, property, both } = this.#known.get(record)!;
    const { data, pending, error, pristine, download, upload } = record;
    const { type, key, cached } = about;
    const own = { type, ...(key && { requestKey: key }), ...(about.normalized && { normalized: true }) };
    if (about.query || both) put(to.queries, property, { data, pending, error, pristine, ...own });
    if (!about.query || both) put(to.mutations, property, { pending, error, ...own });
    for (const [part, value] of [
      [to.cache, cached],
      [to.downloadProgress, download < 0 ? null : download],
      [to.uploadProgress, upload < 0 ? null : upload],
    ] as const) {
      if (value !== null) put(part, property, value);
      else if (none === null) put(part, property, null);
    }
  }

  #count(before: About, after: About): void {
    if (before.kept === after.kept) return;
    const { type, key } = after;
    const keys = this.#keys.get(type) ?? [];
    this.#rekeyed.add(type);
    if (after.kept) this.#keys.set(type, [...keys, key]);
    else if (keys.length > 1) this.#keys.set(type, keys.filter((other) => other !== key));
    else this.#keys.delete(type);
  }
}

function parts() {
  const none = (): Members => ({});
  return { queries: none(), mutations: none(), cache: none(), downloadProgress: none(), uploadProgress: none(), requestsKeys: none(), normalizedData: none() };
}

/** Sets a member of any name; an assignment to `__proto__` would make none. */
function put(members: Members, name: string, value: unknown): void {
  Object.defineProperty(members, name, { value, writable: true, enumerable: true, configurable: true });
}
