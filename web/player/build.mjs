// Builds dist/: two pages, each with a script and a style sheet, and an icon.
// Nothing here reads the network.
import { build } from 'esbuild';
import { copyFile, mkdir, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { gzipSync } from 'node:zlib';
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
// The binary carries them packed; packed.go unpacks them.
for (const name of await readdir(dist)) {
  if (!/\.(js|css)$/.test(name)) continue;
  await writeFile(join(dist, `${name}.gz`), gzipSync(await readFile(join(dist, name)), { level: 9 }));
  await rm(join(dist, name));
}
for (const name of ['index.html', 'gallery.html', 'icon.svg']) await copyFile(join(src, name), join(dist, name));
