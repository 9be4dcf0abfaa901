import { defineConfig } from "vite";

// The page is served with `default-src 'self'`: nothing may be inlined, neither scripts
// nor data: URLs. In development the API is asked of `sluice serve` on its usual port.
const server = "http://127.0.0.1:8080";

export default defineConfig({
  publicDir: "data/public",
  build: {
    target: "es2022",
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
    rolldownOptions: { input: ["index.html", "redux/index.html"] },
  },
  server: { proxy: { "/api": { target: server, ws: true }, "/auth": server, "/ws": { target: server, ws: true } } },
});
