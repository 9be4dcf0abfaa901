import { spawnSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { root } from "../lib/server.js";

test("the examples of docs/testing.md pass, and are well typed", () => {
  const folder = mkdtempSync(join(tmpdir(), "sluice-examples-"));
  const modules = join(root, "www/node_modules");
  mkdirSync(join(folder, "node_modules/sluice"), { recursive: true });
  for (const name of readdirSync(modules)) if (name !== "sluice") symlinkSync(join(modules, name), join(folder, "node_modules", name));
  for (const name of ["dist", "package.json"]) cpSync(join(root, "www/packages/sluice", name), join(folder, "node_modules/sluice", name), { recursive: true });
  const examples = [...readFileSync(`${root}docs/testing.md`, "utf8").matchAll(/```tsx? (\S+)\n(.*?)```/gs)];
  for (const [, name, text] of examples) writeFileSync(join(folder, name!), text!);
  const compilerOptions = { strict: true, target: "ES2022", module: "ESNext", moduleResolution: "bundler", jsx: "react-jsx", noEmit: true, skipLibCheck: true, lib: ["ES2023", "DOM", "DOM.Iterable"], types: [] };
  writeFileSync(join(folder, "tsconfig.json"), JSON.stringify({ compilerOptions }));
  const run = (program: string, ...args: string[]) => {
    const { status, stdout, stderr } = spawnSync(join(modules, ".bin", program), args, { cwd: folder, encoding: "utf8", env: { ...process.env, VITEST: "" }, timeout: 60_000 });
    return { status, output: status === 0 ? "" : stdout + stderr };
  };
  const outcomes = [run("tsc"), run("vitest", "run", "--root", ".")];
  rmSync(folder, { recursive: true });
  expect(examples).toHaveLength(3);
  expect(outcomes).toEqual([{ status: 0, output: "" }, { status: 0, output: "" }]);
}, 120_000);
