/**
 * Build our H5P libraries, and one package for each of `contents/`, in `static/build/h5p/`.
 * The same sources give the same bytes: sorted entries, one date, one compression.
 */
import { mkdir, readdir, readFile, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { zipSync } from "fflate";
import { build, loadConfigFromFile, runnerImport } from "vite";

const HERE = path.dirname(fileURLToPath(import.meta.url));
const FRONTEND = path.dirname(HERE);
const OUT = path.join(FRONTEND, "static/build/h5p");
const DATE = new Date(1980, 0, 1); // the first a zip can tell; local, as zips are

const NOTICE = "/* Équipe Réenchantez, GPL-3.0 (sources: AGPL-3.0-or-later). Icons: Lucide, ISC. */";

const utf8 = (text) => new TextEncoder().encode(text);
const json = (value) => utf8(`${JSON.stringify(value, null, 2)}\n`);
const readJson = async (...parts) => JSON.parse(await readFile(path.join(...parts), "utf8"));
const { module: semanticsTools } = await runnerImport(path.join(HERE, "shared/semantics.ts"));
const { config: site } = await loadConfigFromFile(
  { command: "build", mode: "production" }, path.join(FRONTEND, "vite.config.ts"),
);

/** The two files a library is played with, for the same browsers as the site. */
async function bundle(folder, name) {
  const [{ output }] = await build({
    configFile: false,
    logLevel: "warn",
    root: folder,
    css: site.css,
    build: {
      write: false,
      target: site.build.target,
      lib: { entry: "src/main.ts", formats: ["iife"], name: "library", fileName: () => `${name}.js`, cssFileName: name },
    },
  });
  return Object.fromEntries(output.map((file) => [
    `dist/${file.fileName}`, utf8(`${NOTICE}\n${file.code ?? String(file.source)}`),
  ]));
}

/** Everything the folder of a library holds in a package, by path. */
async function library(machineName) {
  const folder = path.join(HERE, machineName);
  const description = await readJson(folder, "library.json");
  const semantics = await readJson(folder, "semantics.json");
  const french = await readJson(folder, "language/fr.json");
  const script = path.basename(description.preloadedJs[0].path, ".js");
  const files = {
    "library.json": json(description),
    "semantics.json": json(semantics),
    "language/en.json": json({ semantics: semanticsTools.translatable(semantics) }),
    "language/fr.json": json(french),
    "icon.svg": await readFile(path.join(folder, "icon.svg")),
    ...(await bundle(folder, script)),
  };
  const { majorVersion, minorVersion } = description;
  return {
    folder: `${machineName}-${majorVersion}.${minorVersion}`,
    files,
    semantics: { en: semantics, fr: semanticsTools.translate(semantics, french.semantics) },
  };
}

/** A package: the author's parameters, completed as an editor in that language would have. */
async function writePackage(slug) {
  const description = await readJson(HERE, "contents", slug, "h5p.json");
  const { folder, files, semantics } = await library(description.mainLibrary);
  const parameters = await readJson(HERE, "contents", slug, "content.json");
  const fields = semantics[description.language] ?? semantics.en;
  const entries = {
    "h5p.json": json(description),
    "content/content.json": json(semanticsTools.complete(fields, parameters)),
    ...Object.fromEntries(Object.entries(files).map(([name, bytes]) => [`${folder}/${name}`, bytes])),
  };
  const sorted = Object.fromEntries(Object.keys(entries).sort().map((name) => [name, new Uint8Array(entries[name])]));
  const bytes = zipSync(sorted, { level: 9, mtime: DATE, os: 0 });
  await writeFile(path.join(OUT, `${slug}.h5p`), bytes);
  console.log(`h5p/${slug}.h5p  ${(bytes.length / 1024).toFixed(1)} kB`);
}

await rm(OUT, { recursive: true, force: true });
await mkdir(OUT, { recursive: true });
for (const slug of (await readdir(path.join(HERE, "contents"))).sort()) await writePackage(slug);
