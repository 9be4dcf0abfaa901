import type { Host } from "../host.js";
import type { MirrorRecord } from "../record.js";
import type { Writer } from "../wire.js";
import { writeDehydrate, writeKept, writeKey, writeKeys } from "../wire.gen.js";
import { dried, isCarried, NAMED, type Kept } from "./carry.js";
import { BASE } from "./objects.js";

/** What a core answers with a text to something that it is asked about a client. */
export class Answers {
  readonly #client: number;
  readonly #host: Host;
  #text = "";

  constructor(client: number, host: Host) {
    this.#client = client;
    this.#host = host;
  }

  /** `""` where there is no core to ask. `anyTime`: also while a function of the user runs. */
  to(ask: (w: Writer) => void, anyTime = false): string {
    this.#text = "";
    if (anyTime) this.#host.see(ask);
    else this.#host.ask(ask);
    return this.#text;
  }

  told(text: string): void {
    this.#text = text;
  }

  /** All keys that the core knows, as of now. */
  keys(): readonly string[] {
    return JSON.parse(this.to((w) => writeKeys(w, this.#client)) || "[]") as string[];
  }

  /** What is kept here in a space: values and errors. */
  kept(space: number): (readonly [record: MirrorRecord, name: string])[] {
    const list = JSON.parse(this.to((w) => writeKept(w, this.#client, space)) || "[]") as Kept;
    return list.map(([record, name]) => [this.#host.mirror.record(record), name]);
  }

  /** All that is stored, as text for {@link Commands.hydrate} of another client. */
  dehydrate(): string {
    const without: string[] = [];
    const shell: [name: string, value: unknown][] = [];
    for (const [{ data, error }, name] of this.kept(BASE)) {
      if (name[0] === "e") shell.push([name, dried(error)]);
      else if (isCarried(data)) shell.push([name, data]);
      else without.push(name.slice(1));
    }
    const side = this.#host.client(this.#client);
    const named = (side?.ssr === "server" && this.#host.viewOf(side)?.dried()) || [];
    if (named.length > 0) shell.push([NAMED, named]);
    return this.to((w) => {
      for (const key of without) writeKey(w, key);
      writeDehydrate(w, this.#client, JSON.stringify(Object.fromEntries(shell)));
    });
  }
}
