import { fileURLToPath } from "node:url";
import react from "@vitejs/plugin-react";
import { defineConfig } from "vitest/config";

const path = (relative: string) => fileURLToPath(new URL(relative, import.meta.url));

export default defineConfig({
  plugins: [react()],
  resolve: { alias: { "@": path("./src") } },
  build: {
    // The server serves the console from inside the Python package.
    outDir: path("../src/yunying/web/static"),
    emptyOutDir: true,
    manifest: true,
    // ECharts is one lazy chunk and larger than Vite's default warning; `npm run size` guards the first load.
    chunkSizeWarningLimit: 900,
  },
  server: { host: "127.0.0.1", port: 5173, proxy: { "/api": "http://127.0.0.1:8040" } },
  test: { environment: "node", include: ["tests/**/*.test.{ts,tsx}"], restoreMocks: true },
});
