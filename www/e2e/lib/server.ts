import { execFileSync, spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

/** The folder of the checkout. */
export const root = fileURLToPath(new URL("../../../", import.meta.url));

/** A running server. */
export interface Server {
  /** Such as `http://127.0.0.1:41234`. */
  readonly url: string;
  readonly port: number;
  /** Ends it by a signal, SIGTERM by default, and waits for its end. */
  stop(signal?: NodeJS.Signals): Promise<void>;
}

/** Starts the built server. `port` 0 takes a free one. */
export async function serve(options: readonly string[] = [], port = 0): Promise<Server> {
  return started(spawn(`${root}bin/sluice`, ["serve", "--addr", `127.0.0.1:${port}`, ...options], { cwd: root }));
}

/** Builds and starts the server of internal/e2eserver, on a free port. */
export async function serveRoutes(): Promise<Server> {
  const folder = mkdtempSync(join(tmpdir(), "sluice-routes-"));
  try {
    const program = join(folder, "e2eserver");
    execFileSync("go", ["build", "-o", program, "./internal/e2eserver"], { cwd: root });
    return await started(spawn(program));
  } finally {
    rmSync(folder, { recursive: true }); // a program that runs keeps its file
  }
}

async function started(child: ChildProcess): Promise<Server> {
  const url = await address(child);
  return {
    url,
    port: Number(new URL(url).port),
    stop: async (signal = "SIGTERM") => {
      if (child.exitCode !== null || child.signalCode !== null) return;
      const ended = once(child, "exit");
      child.kill(signal);
      await ended;
    },
  };
}

/** Waits for the line that names the address. */
function address(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let output = "";
    const read = (chunk: Buffer) => {
      output += chunk.toString();
      const found = /serving (http:\/\/\S+?)\/?\s/.exec(output);
      if (found) resolve(found[1]!);
    };
    child.stdout!.on("data", read);
    child.stderr!.on("data", read);
    child.on("error", reject);
    child.on("exit", (code) => reject(new Error(`the server ended with ${code}: ${output}`)));
  });
}
