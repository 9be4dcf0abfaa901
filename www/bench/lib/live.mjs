import { execFileSync, fork, spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { createInterface } from "node:readline";
import WebSocket from "ws";
import { dist } from "./build.mjs";

/** The processes of the rows about live topics: a server, and the other subscribers. */

const folder = new URL("../live/", import.meta.url).pathname;
const checkout = new URL("../../..", import.meta.url).pathname;

/** Builds Sluice's server; gives how it is started. */
function goServer(origin) {
  const program = join(dist, "livebench");
  execFileSync("go", ["build", "-trimpath", "-o", program, "./cmd/livebench"], { cwd: checkout, stdio: "inherit" });
  return [program, ["--origin", origin]];
}

const starts = {
  sluice: goServer,
  socketio: (origin) => [process.execPath, ["--expose-gc", join(folder, "socketio-server.mjs"), origin]],
};

/** The servers that are compared, by what `liveServer` calls them. */
export const servers = { sluice: "Sluice", socketio: "socket.io" };

/** How the others connect; see live/crowd.mjs. */
function makeCrowd(kind, port) {
  const child = fork(join(folder, "crowd.mjs"), [kind, String(port)]);
  const ask = async (message) => {
    child.send(message);
    const [{ heard, trouble }] = await once(child, "message");
    if (trouble) throw new Error(`the other subscribers: ${trouble}`);
    return heard;
  };
  return {
    /** So many more subscribe. */
    join: (count) => (count > 0 ? ask({ op: "join", count }) : 0),
    /** How many events all of them have been told, together. */
    heard: () => ask({ op: "heard" }),
    leave: () => ask({ op: "leave" }),
    close: () => child.kill("SIGKILL"),
  };
}

/**
 * Starts a server in a process of its own, which a page of `origin` may use, and runs `use({ port, ask, crowd })`.
 * `ask(command)` says over the control socket what is to be done, and resolves with the answer.
 */
export async function liveServer(kind, origin, use) {
  const [program, args] = starts[kind](origin);
  const child = spawn(program, args, { stdio: ["ignore", "pipe", "inherit"] });
  let control;
  let crowd;
  try {
    const [line] = await once(createInterface({ input: child.stdout }), "line");
    const port = Number(line);
    control = new WebSocket(`ws://127.0.0.1:${port}/control`);
    await once(control, "open");
    const ask = async (command) => {
      control.send(JSON.stringify(command));
      const [text] = await once(control, "message");
      return JSON.parse(text);
    };
    crowd = makeCrowd(kind, port);
    return await use({ port, ask, crowd });
  } finally {
    crowd?.close();
    control?.terminate();
    child.kill("SIGKILL");
  }
}
