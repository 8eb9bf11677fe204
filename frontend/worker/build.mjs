/** Put the room's service worker in `static/build/worker.js`: Django serves it from /salle/. */
import path from "node:path";
import { fileURLToPath } from "node:url";
import { build, loadConfigFromFile } from "vite";

const HERE = path.dirname(fileURLToPath(import.meta.url));
const FRONTEND = path.dirname(HERE);
const { config: site } = await loadConfigFromFile(
  { command: "build", mode: "production" }, path.join(FRONTEND, "vite.config.ts"),
);
await build({
  configFile: false,
  logLevel: "warn",
  root: HERE,
  publicDir: false,
  build: {
    outDir: path.join(FRONTEND, "static/build"),
    emptyOutDir: false,
    target: site.build.target,
    lib: { entry: "main.ts", formats: ["iife"], name: "worker", fileName: () => "worker.js" },
  },
});
