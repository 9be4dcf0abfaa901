import { defineConfig } from "vitest/config";

// Each file starts its own server and browser; two at a time suit two cores.
export default defineConfig({
  test: {
    include: ["tests/**/*.test.ts"],
    testTimeout: 60_000, // for machines that are busy
    hookTimeout: 60_000,
    maxWorkers: 2,
    expect: { poll: { timeout: 10_000 } },
  },
});
