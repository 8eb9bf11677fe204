import { readFileSync } from "node:fs";
import { defineConfig, type Plugin } from "vitest/config";

/** One sprite holding only the icons listed in icons.json: `icons.svg#check`. */
function iconSprite(): Plugin {
  const read = (name: string) =>
    readFileSync(new URL(`node_modules/lucide-static/icons/${name}.svg`, import.meta.url), "utf8");
  const symbol = (name: string) => {
    const drawing = /<svg[^>]*>([\s\S]*)<\/svg>/.exec(read(name))?.[1] ?? "";
    return `<symbol id="${name}" viewBox="0 0 24 24">${drawing.replace(/\s+/g, " ").trim()}</symbol>`;
  };
  return {
    name: "icon-sprite",
    apply: "build",
    buildStart() {
      const names: string[] = JSON.parse(
        readFileSync(new URL("icons.json", import.meta.url), "utf8"),
      );
      const source = `<!-- Lucide, ISC licence --><svg xmlns="http://www.w3.org/2000/svg">${names.map(symbol).join("")}</svg>`;
      this.emitFile({ type: "asset", name: "icons.svg", originalFileName: "icons.svg", source });
    },
  };
}

export default defineConfig({
  base: "./", // addresses inside the build are relative: it can be served from any STATIC_URL
  publicDir: false,
  plugins: [iconSprite()],
  css: {
    transformer: "lightningcss",
    // Older office browsers: nesting and light-dark() are rewritten, layers and :has() are there.
    lightningcss: { targets: { chrome: 111 << 16, firefox: 121 << 16, safari: (16 << 16) | (4 << 8) } },
  },
  build: {
    outDir: "static/build",
    manifest: "manifest.json",
    assetsInlineLimit: 0,
    target: ["chrome111", "firefox121", "safari16.4"],
    rolldownOptions: {
      input: "islands/main.ts",
      checks: { eval: false }, // htmx holds an eval that our configuration never reaches
    },
  },
  test: { environment: "happy-dom", include: ["islands/**/*.test.ts", "h5p/**/*.test.ts", "player/**/*.test.ts", "worker/**/*.test.ts"] },
});
