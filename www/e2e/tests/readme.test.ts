import { spawnSync } from "node:child_process";
import { mkdtempSync, mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { root, serve } from "../lib/server.js";

test("the README's example does what it says when it is pasted", async () => {
  const example = /```js\n(.*?)```/s.exec(readFileSync(`${root}README.md`, "utf8"))![1]!;
  const server = await serve();
  const folder = mkdtempSync(join(tmpdir(), "sluice-readme-"));
  mkdirSync(join(folder, "node_modules"));
  symlinkSync(`${root}www/packages/sluice`, join(folder, "node_modules/sluice"));
  writeFileSync(join(folder, "cities.mjs"), example.replace("http://127.0.0.1:8080", server.url));
  const { stdout, stderr } = spawnSync(process.execPath, ["cities.mjs"], { cwd: folder, encoding: "utf8", timeout: 20_000 });
  await server.stop();
  rmSync(folder, { recursive: true });
  expect(stderr).toBe("");
  // The last may be answered before the core is there to end the others.
  const lines = stdout.trimEnd().split("\n").sort();
  expect(lines).toEqual(["s → superseded", "sa → superseded", "sao paulo → São Paulo 10021295", "sao → superseded"].sort());
});
