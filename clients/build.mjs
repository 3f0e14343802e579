// Builds dist/: one script a client. Nothing here reads the network.
import { build } from 'esbuild';
import { readdir } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { join } from 'node:path';

const here = fileURLToPath(new URL('.', import.meta.url));
const src = join(here, 'src');

await build({
  entryPoints: (await readdir(src)).filter((name) => name.endsWith('.js')).map((name) => join(src, name)),
  outdir: join(here, 'dist'),
  bundle: true,
  minify: true,
  format: 'iife',
  globalName: 'client',
  target: ['chrome123', 'firefox128', 'safari17'],
  logLevel: 'warning',
});
