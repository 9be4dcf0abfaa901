import type { OpenCall } from "./call.js";
import type { Writer } from "./wire.js";

/** A command on its way to the core. */
export interface Command {
  write(w: Writer): void;
  /** Called before it is written, when all that was said before is known to the core. If it gives `false`, there is nothing to write. */
  readonly prepare?: (() => boolean) | undefined;
  /** Called when the command can never reach a core. */
  readonly fail: ((error: Error) => void) | undefined;
  /** The call that it makes, if it makes one. */
  readonly call: OpenCall | undefined;
  /** It may be part of the step of the one before it. */
  readonly joins?: boolean;
}

/** How many answers are kept for a core that cannot be had. */
const maxAnswers = 100;

/** The commands that wait for the core, oldest first. */
export class Queue {
  #commands: Command[] = [];

  push(command: Command): void {
    this.#commands.push(command);
  }

  /** Puts a command back that was taken. */
  unshift(command: Command): void {
    this.#commands.unshift(command);
  }

  shift(): Command | undefined {
    return this.#commands.shift();
  }

  /** Whether the oldest may be part of the step of the one that was before it. */
  joins(): boolean {
    return this.#commands[0]?.joins === true;
  }

  /** There is no core to be had: fails what waits, but for calls that were answered, of which the next core is told. */
  fail(error: Error): void {
    const commands = this.#commands;
    this.#commands = commands.filter(({ call }) => call?.answered).slice(-maxAnswers);
    for (const { call, fail } of commands) if (!call?.answered) fail?.(error);
  }

  clear(): void {
    this.#commands = [];
  }

  /** Gives the calls that were answered before the core was there. */
  *answered(): Iterable<OpenCall> {
    for (const { call } of this.#commands) if (call?.answered) yield call;
  }

  /**
   * Whether the core, told of everything in its order, would give a call the answer that has come.
   * Not if something waits that may be about any call: an abort, a login, a logout, news of another
   * tab. Nor if a later call of its scope was answered, whose data it must not replace. Nor if another
   * session is shown already: whether the user is another one is for the core to see.
   */
  spares(call: OpenCall): boolean {
    let later = false;
    for (const { call: other } of this.#commands) {
      if (other === call) later = true;
      else if (!other?.scope) return false;
      else if (other.answered && ((later && other.scope === call.scope) || (isSession(call) && isSession(other)))) return false;
    }
    return later;
  }
}

function isSession(call: OpenCall): boolean {
  return call.request.name === "session";
}
