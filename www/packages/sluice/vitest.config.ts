import { createRequire } from "node:module";
import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));

/** The package itself is tested as it stands here. */
const sources = [
  { find: /^sluice$/, replacement: here("src/index.ts") },
  { find: /^sluice\/react$/, replacement: here("src/react.ts") },
  { find: /^sluice\/redux$/, replacement: here("src/redux.ts") },
  { find: /^sluice\/testing$/, replacement: here("src/testing.ts") },
  { find: /^sluice\/testing\/react$/, replacement: here("src/testing-react.ts") },
];

/** The React of a workspace package. */
function reactOf(packageJson: string) {
  const { resolve } = createRequire(here(packageJson));
  return [
    ...["react", "react-dom/client", "react-dom/server", "react-dom/test-utils"].map((name) => ({
      find: new RegExp(`^${name}$`),
      replacement: resolve(name),
    })),
    ...sources,
  ];
}

/** The tests that need a page run in jsdom, once with each React. */
const inPage = (name: string, react: string) => ({
  resolve: { alias: reactOf(react) },
  test: { name, environment: "jsdom", include: ["test/react/**/*.test.ts"] },
});

export default defineConfig({
  test: {
    testTimeout: 20_000, // for machines that are busy
    globalSetup: ["test/build-faulty-core.ts"],
    projects: [
      { extends: true, resolve: { alias: sources }, test: { name: "node", include: ["test/**/*.test.ts"], exclude: ["test/react/**"] } },
      { extends: true, ...inPage("react 19", "./package.json") },
      { extends: true, ...inPage("react 18", "../../react18/package.json") },
    ],
  },
});
