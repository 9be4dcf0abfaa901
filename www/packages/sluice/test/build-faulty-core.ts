import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { TestProject } from "vitest/node";

declare module "vitest" {
  export interface ProvidedContext {
    /** The path of a core that panics on purpose: see jsbridge/fault_on.go. */
    faultyCore: string;
  }
}

/** Builds that core for the run. */
export default function build(project: TestProject): () => void {
  const folder = mkdtempSync(join(tmpdir(), "sluice-"));
  const faultyCore = join(folder, "faulty.wasm");
  execFileSync("go", ["build", "-trimpath", "-tags", "sluicefault", "-o", faultyCore, "./wasm"], {
    cwd: new URL("../../../..", import.meta.url),
    env: { ...process.env, GOOS: "js", GOARCH: "wasm" },
    stdio: "inherit",
  });
  project.provide("faultyCore", faultyCore);
  return () => rmSync(folder, { recursive: true });
}
