import { build } from "esbuild";
import { describe, expect, test } from "vitest";

/** What a bundler makes of an application that imports these from the package. */
async function bundled(...names: string[]): Promise<string> {
  const { outputFiles } = await build({
    stdin: { contents: `export { ${names.join(", ")} } from "../../dist/index.js";`, resolveDir: import.meta.dirname },
    bundle: true,
    minify: true,
    format: "esm",
    write: false,
    logLevel: "error",
  });
  return outputFiles[0]!.text;
}

/** Text that only the code of a driver has. */
const marks = { axiosDriver: "__CANCEL__", fetchDriver: "responseType", graphqlDriver: "operations", mockDriver: "setTimeout(", promiseDriver: "processResponse" };

describe("the drivers of the package", () => {
  test.each<[keyof typeof marks, (keyof typeof marks)[]]>([
    ["axiosDriver", []],
    ["fetchDriver", []],
    ["graphqlDriver", ["fetchDriver"]], // which reads its answers
    ["mockDriver", []],
    ["promiseDriver", []],
  ])("%s comes without the others", async (driver, others) => {
    const without = await bundled("isAbort");
    const text = await bundled("isAbort", driver);
    const found = Object.entries(marks).filter(([, mark]) => text.split(mark).length > without.split(mark).length);
    expect(found.map(([name]) => name).sort()).toEqual([driver, ...others].sort());
  });
});
