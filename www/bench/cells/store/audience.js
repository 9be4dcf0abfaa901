import { median } from "../../lib/stats.mjs";
import { heartbeat, nextTask } from "./clock.js";

/**
 * Those who watch. A watcher counts as told when its listener was called and what it then reads is
 * another object than before; so a re-render of a binding that shows the same is no telling.
 */
export class Audience {
  #subject;
  #members = [];
  told = 0;
  /** When somebody was told last. */
  at = 0;

  constructor(subject) {
    this.#subject = subject;
  }

  /** Counts one telling. */
  tell() {
    this.told++;
    this.at = performance.now();
  }

  /** Watches one thing, or a whole list when there is no id. Gives the watch once it holds data. */
  async watch(kind, id) {
    const member = { data: undefined, watch: undefined };
    const hear = () => {
      if (member.watch === undefined) return;
      const data = member.watch.read();
      if (data === member.data) return;
      member.data = data;
      this.tell();
    };
    member.watch = id === undefined ? this.#subject.watchList(kind, hear) : this.#subject.watchItem(kind, id, hear);
    this.#members.push(member);
    member.data = member.watch.read();
    for (let i = 0; member.data === undefined; i++) {
      if (i > 100_000) throw new Error(`no data for ${kind} ${id ?? ""}`);
      await nextTask();
    }
    return member.watch;
  }

  /** Watches the things with these ids, `times` times each. */
  async watchAll(kind, ids, times = 1) {
    const watches = [];
    for (const id of ids) {
      for (let i = 0; i < times; i++) watches.push(await this.watch(kind, id));
    }
    return watches;
  }

  /** Resolves when nobody has been told anything for a few tasks. */
  async quiet() {
    for (let calm = 0, told = this.told; calm < 4; calm++) {
      await nextTask();
      if (this.told !== told) (calm = 0), (told = this.told);
    }
  }

  /**
   * Does `act` once. Gives the ms until its promise is settled and the last has been told, counted
   * from `from()` if given; how many were told; and how long the thread was blocked at most, in ms.
   */
  async measure(act, from) {
    await this.quiet();
    const beat = heartbeat();
    await nextTask();
    this.told = this.at = 0;
    const began = performance.now();
    await act();
    const ended = performance.now();
    await this.quiet();
    return { took: Math.max(ended, this.at) - (from?.() ?? began), told: this.told, blocked: await beat.stop() };
  }

  /**
   * Does `act(i)` again and again, each time until `tells` have been told: the first time, for `warmth` ms
   * so that the engine has compiled what is in use, and then for about `ms`. Gives the ms of the first; the
   * median ms of one then, over batches of as many as fill a millisecond or two; and of a last one alone,
   * how many were told and how long the thread was blocked.
   */
  async repeat(act, { tells = 0, warmth = 1000, ms = 150 } = {}) {
    let number = 0;
    const once = async () => {
      this.told = 0;
      await act(number++);
      for (let waited = 0; this.told < tells; waited++) {
        if (waited > 100_000) throw new Error(`${this.told} of ${tells} were told`);
        await nextTask();
      }
    };
    const batch = async (size) => {
      await this.quiet();
      const began = performance.now();
      for (let i = 0; i < size; i++) await once();
      return (performance.now() - began) / size;
    };
    const first = await batch(1);
    for (const began = performance.now(); performance.now() - began < warmth; ) await once();
    const size = Math.max(1, Math.min(200, Math.ceil(2 / (await batch(first > 2 ? 1 : 20)))));
    const samples = [];
    for (const began = performance.now(); samples.length < 3 || (performance.now() - began < ms && samples.length < 50); ) samples.push(await batch(size));
    const alone = await this.measure(() => act(number++));
    return { first, each: median(samples), told: alone.told, blocked: alone.blocked };
  }

  stop() {
    for (const { watch } of this.#members) watch.stop();
    this.#members = [];
  }
}
