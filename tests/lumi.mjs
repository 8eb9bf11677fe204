// Imports packages with Lumi's H5P server: one line in ([package, store]), one line out.
import { mkdirSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { createInterface } from "node:readline";

const require = createRequire(join(process.argv[2], "package.json"));
const { H5PConfig, fs } = require("@lumieducation/h5p-server");
const user = { id: "1", name: "Banc", email: "banc@essai.example", type: "local" };

for await (const line of createInterface({ input: process.stdin })) {
  const [file, store] = JSON.parse(line);
  const [libraries, temporary, contents] = ["libraries", "temporary", "contents"].map((name) => {
    const folder = join(store, name);
    mkdirSync(folder, { recursive: true });
    return folder;
  });
  const config = new H5PConfig(undefined, {
    maxFileSize: 2 ** 30, maxTotalSize: 2 ** 30, contentHubEnabled: false, sendUsageStatistics: false,
  });
  const editor = fs(config, libraries, temporary, contents);
  const start = process.hrtime.bigint();
  try {
    const { installedLibraries } = await editor.packageImporter.addPackageLibrariesAndContent(file, user);
    const seconds = Number(process.hrtime.bigint() - start) / 1e9;
    const named = installedLibraries.map(({ newVersion: { machineName } }) => machineName);
    console.log(JSON.stringify({ seconds, libraries: named.sort() }));
  } catch (error) {
    console.log(JSON.stringify({ error: error.getErrors?.().map(String).join("; ") || String(error) }));
  }
}
