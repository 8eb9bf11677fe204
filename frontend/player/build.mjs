/**
 * Put in `static/build/h5p-core/` what plays H5P content: our frame script, and H5P's own core as
 * h5p-standalone distributes it (GPL-3: its notice goes along, docs/decisions/0007-h5p-player.md).
 */
import { cp, mkdir, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { build, loadConfigFromFile } from "vite";

const HERE = path.dirname(fileURLToPath(import.meta.url));
const FRONTEND = path.dirname(HERE);
const CORE = path.join(FRONTEND, "node_modules/h5p-standalone/dist");
const OUT = path.join(FRONTEND, "static/build/h5p-core");

const NOTICE = `core.js, styles, fonts and images are H5P's core (Joubel AS and contributors),
GPL-3.0, unmodified, as bundled by h5p-standalone 3.8.2 (frame.bundle.js).
Source: https://github.com/h5p/h5p-php-library
        https://github.com/tunapanda/h5p-standalone/tree/v3.8.2
Licence: https://www.gnu.org/licenses/gpl-3.0.html
Fonts: Inter and Open Sans, SIL Open Font License 1.1 (see fonts/).
frame.js and upgrade.js are this product's own (AGPL-3.0-or-later).
`;

const { config: site } = await loadConfigFromFile(
  { command: "build", mode: "production" }, path.join(FRONTEND, "vite.config.ts"),
);
await rm(OUT, { recursive: true, force: true });
await mkdir(OUT, { recursive: true });
await cp(path.join(CORE, "frame.bundle.js"), path.join(OUT, "core.js"));
for (const folder of ["styles", "fonts", "images"]) {
  await cp(path.join(CORE, folder), path.join(OUT, folder), { recursive: true });
}
await cp(path.join(HERE, "frame.css"), path.join(OUT, "frame.css"));
await writeFile(path.join(OUT, "NOTICE.txt"), NOTICE);
for (const name of ["frame", "upgrade"]) {
  await build({
    configFile: false,
    logLevel: "warn",
    root: HERE,
    publicDir: false,
    build: {
      outDir: OUT,
      emptyOutDir: false,
      target: site.build.target,
      lib: { entry: `${name}.ts`, formats: ["iife"], name: "frame", fileName: () => `${name}.js` },
    },
  });
}
console.log("h5p-core/ built");
