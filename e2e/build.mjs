// Builds dist/: the page's script and the page. Nothing here reads the network.
import { build } from 'esbuild';
import { copyFile, mkdir } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { join } from 'node:path';

const here = fileURLToPath(new URL('.', import.meta.url));
const dist = join(here, 'dist');

await mkdir(dist, { recursive: true });
await build({
  entryPoints: { uploads: join(here, 'src', 'uploads.js') },
  outdir: dist,
  bundle: true,
  minify: true,
  format: 'iife',
  target: ['chrome123'],
  logLevel: 'warning',
});
await copyFile(join(here, 'src', 'index.html'), join(dist, 'index.html'));
