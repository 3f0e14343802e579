// Builds dist/: one script a client. Nothing here reads the network.
import { build } from 'esbuild';
import { copyFile, readdir, rm } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { join } from 'node:path';

const here = fileURLToPath(new URL('.', import.meta.url));
const src = join(here, 'src');
const dist = join(here, 'dist');

await rm(dist, { recursive: true, force: true });
await build({
  entryPoints: (await readdir(src)).filter((name) => name.endsWith('.js')).map((name) => join(src, name)),
  outdir: dist,
  bundle: true,
  minify: true,
  format: 'iife',
  globalName: 'client',
  target: ['chrome123', 'firefox128', 'safari17'],
  logLevel: 'warning',
});
// What DuckDB loads by itself.
for (const name of ['duckdb-eh.wasm', 'duckdb-browser-eh.worker.js']) {
  await copyFile(join(here, 'node_modules', '@duckdb', 'duckdb-wasm', 'dist', name), join(dist, name));
}
