import { defineConfig } from "vite";

// Script and style of the page that the server renders, beside the demo's own files and apart from them: by names that the page knows.
export default defineConfig({
  publicDir: false,
  build: {
    target: "es2022",
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
    emptyOutDir: false,
    rolldownOptions: { input: { rendered: "src/rendered/page.ts" }, output: { entryFileNames: "[name].js", assetFileNames: ({ names }) => (names[0]?.endsWith(".css") ? "[name][extname]" : "assets/[name]-[hash][extname]") } },
  },
});
