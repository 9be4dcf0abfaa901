import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** A redis-server on a free port, which keeps its data in a file. */
export interface Redis {
  /** Such as `redis://127.0.0.1:41234`. */
  readonly url: string;
  /** Ends it; what it has stays. */
  stop(): Promise<void>;
  /** Starts it again, on the same port. */
  start(): Promise<void>;
  /** Ends it for good. */
  remove(): Promise<void>;
}

export async function startRedis(): Promise<Redis> {
  const folder = mkdtempSync(join(tmpdir(), "sluice-redis-"));
  const port = await freePort();
  let child: ChildProcess | undefined;
  const redis: Redis = {
    url: `redis://127.0.0.1:${port}`,
    async start() {
      child = spawn("redis-server", ["--port", String(port), "--bind", "127.0.0.1", "--dir", folder, "--appendonly", "yes", "--save", ""]);
      for await (const chunk of child.stdout! as AsyncIterable<Buffer>) {
        if (chunk.toString().includes("Ready to accept connections")) return;
      }
    },
    async stop() {
      if (!child) return;
      const ended = once(child, "exit");
      child.kill("SIGTERM");
      child = undefined;
      await ended;
    },
    async remove() {
      await redis.stop();
      rmSync(folder, { recursive: true });
    },
  };
  await redis.start();
  return redis;
}

async function freePort(): Promise<number> {
  const probe = createServer().listen(0, "127.0.0.1");
  await once(probe, "listening");
  const { port } = probe.address() as { port: number };
  probe.close();
  await once(probe, "close");
  return port;
}
