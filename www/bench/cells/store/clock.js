/**
 * Imported before any peer. Timers of 0 ms run as the next task instead of after Chromium's
 * millisecond or four, so that what is measured is work and not waiting. The same for all.
 */
const channel = new MessageChannel();
const tasks = new Map();
let last = 0;

channel.port1.onmessage = ({ data: id }) => {
  const task = tasks.get(id);
  tasks.delete(id);
  task?.();
};

/** Runs `task` in a task of its own. Gives its number, below zero: those of true timers are above. */
export function soon(task) {
  const id = --last;
  tasks.set(id, task);
  channel.port2.postMessage(id);
  return id;
}

const { setTimeout: later, clearTimeout: clear } = globalThis;

globalThis.setTimeout = (task, delay, ...args) => (delay > 0 ? later(task, delay, ...args) : soon(() => task(...args)));
globalThis.clearTimeout = (id) => (id < 0 ? void tasks.delete(id) : clear(id));

/** Resolves in a task of its own. */
export const nextTask = () => new Promise((resolve) => void soon(resolve));

/** Resolves after so many ms in which the page may idle. */
export const idle = (ms) => new Promise((resolve) => void later(resolve, ms));

/**
 * Watches how long the thread is blocked: a task that queues itself again notes the longest time
 * until its next turn. `stop()` gives it in ms.
 */
export function heartbeat() {
  let longest = 0;
  let beat = performance.now();
  let stopped = false;
  const next = () => {
    const now = performance.now();
    longest = Math.max(longest, now - beat);
    beat = now;
    if (!stopped) soon(next);
  };
  soon(next);
  return {
    async stop() {
      await nextTask();
      stopped = true;
      return longest;
    },
  };
}
