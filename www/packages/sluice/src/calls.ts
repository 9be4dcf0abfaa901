import type { OpenCall } from "./call.js";
import { isAbort, type FailedRequest } from "./errors.js";

/** The promises that are open. Each is settled once, and then is not here any more. */
export class Calls {
  #open = new Map<number, OpenCall>();

  add(call: OpenCall): void {
    this.#open.set(call.id, call);
  }

  get(id: number): OpenCall | undefined {
    return this.#open.get(id);
  }

  has(call: OpenCall): boolean {
    return this.#open.get(call.id) === call;
  }

  /** The open calls for which `choose` is true, oldest first. */
  filter(choose: (call: OpenCall) => boolean): OpenCall[] {
    return [...this.#open.values()].filter(choose);
  }

  /** What a call asked for; without one it was a poll, of that name, or else the session. */
  request(id: number, name = "session"): FailedRequest {
    return this.#open.get(id)?.request ?? { name };
  }

  /** Fulfils a call with a value or, if that is what it wants, the response that this is of. */
  resolve(id: number, value: unknown, response?: unknown): void {
    const call = this.#close(id);
    call?.resolve(call.meta?.whole && response ? response : value);
  }

  /** Fulfils a call that stays open, for the core to close it. */
  answer(call: OpenCall, value: unknown): void {
    end(call);
    call.resolve(value);
  }

  reject(id: number, error: unknown): void {
    const call = this.#close(id);
    if (!call) return;
    if (isAbort(error)) call.promise.catch(() => {}); // an abort that nobody waits for is no news
    call.reject(error);
  }

  #close(id: number): OpenCall | undefined {
    const call = this.#open.get(id);
    if (!call) return undefined;
    this.#open.delete(id);
    end(call);
    return call;
  }
}

function end(call: OpenCall): void {
  for (const close of call.onClose.splice(0)) close();
}
