// Bundles each entry: src/<name>.ts -> ../static/<name>.js, src/<name>.css -> ../static/<name>.css.
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const entries = ["activities", "banner", "board", "contacts", "editor", "filter_bar", "grid", "history", "home", "job_progress", "jobs_panel", "navigation", "past_band", "settings", "toast"];

const here = (path) => fileURLToPath(new URL(path, import.meta.url));
const files = entries.flatMap((name) => [`src/${name}.ts`, `src/${name}.css`]).filter((path) => existsSync(here(path)));

await build({
  absWorkingDir: here("."),
  entryPoints: files,
  outdir: "../static",
  outbase: "src",
  bundle: true,
  minify: true,
  format: "esm",
  target: ["es2022", "chrome123", "firefox121", "safari17.5"],
  legalComments: "inline",
  charset: "utf8",
  logLevel: "info",
});
