// Builds dist/: two pages, each with a script and a style sheet, and an icon.
// Nothing here reads the network.
import { build } from 'esbuild';
import { copyFile, mkdir, readdir, rm } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { join } from 'node:path';

const here = fileURLToPath(new URL('.', import.meta.url));
const src = join(here, 'src');
const dist = join(here, 'dist');

await mkdir(dist, { recursive: true });
for (const name of await readdir(dist)) {
  if (name !== '.keep') await rm(join(dist, name), { recursive: true });
}

await build({
  entryPoints: { player: join(src, 'main.js'), gallery: join(src, 'gallery.js') },
  outdir: dist,
  bundle: true,
  minify: true,
  format: 'esm',
  target: ['chrome123', 'firefox120', 'safari17.5'],
  // The icons of Video.js come as a data: URL inside its style sheet and stay there.
  loader: { '.woff': 'dataurl' },
  // The licences of what is bundled lie beside it, as player.js.LEGAL.txt.
  legalComments: 'linked',
  logLevel: 'warning',
});
for (const name of ['index.html', 'gallery.html', 'icon.svg']) await copyFile(join(src, name), join(dist, name));
