import tailwindcss from "@tailwindcss/vite";
import { defineConfig } from "vite";

/* Everything lands in one folder that the wheel carries. Addresses are relative (`base: "./"`), so that
   STATIC_URL may be anything; names carry a hash, so that they may be cached for ever. */
export default defineConfig({
  plugins: [tailwindcss()],
  base: "./",
  publicDir: false,
  build: {
    outDir: "aoxanh/static/dist",
    emptyOutDir: true,
    manifest: true,
    target: ["chrome111", "safari16.4", "firefox128"],
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    chunkSizeWarningLimit: 1200,
    rollupOptions: {
      input: ["frontend/main.ts", "frontend/theme.ts", "frontend/attendance/app.ts"],
      checks: { eval: false }, // htmx has one, which its configuration turns off
    },
  },
});
