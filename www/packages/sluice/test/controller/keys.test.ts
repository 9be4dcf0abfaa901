import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { UsageError, endpoint } from "../../src/index.js";

interface Case {
  readonly title: string;
  readonly name?: string;
  readonly path?: string;
  readonly method?: string;
  readonly args: readonly unknown[];
  readonly key?: string;
}

/** The native client has the same keys: client/key_test.go runs the same cases. */
const cases = JSON.parse(readFileSync(new URL("../../../../../client/testdata/keys.json", import.meta.url), "utf8")) as readonly Case[];

describe("keys", () => {
  test.each(cases)("$title", ({ name, path, method, args, key }) => {
    const e = path === undefined ? endpoint<readonly unknown[]>({ name: name! }) : endpoint<readonly unknown[]>({ path, method });
    if (key === undefined) {
      expect(() => e.key(...args)).toThrow(UsageError);
      return;
    }
    expect(e.key(...args)).toBe(key);
    expect(e.testKey(key)).toBe(true);
    expect(e.testKey(`OPTIONS ${key}`)).toBe(false);
  });
});
