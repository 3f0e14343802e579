// Builds dist/: one script, one style sheet, one page, each also gzipped, so
// that the console serves them as they lie. Nothing here reads the network.
import { build } from 'esbuild';
import { copyFile, mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';

const here = fileURLToPath(new URL('.', import.meta.url));
const src = join(here, 'src');
const dist = join(here, 'dist');

await mkdir(dist, { recursive: true });
for (const name of await readdir(dist)) {
  if (name !== '.keep') await rm(join(dist, name), { recursive: true });
}

await build({
  entryPoints: { player: join(src, 'main.js') },
  outdir: dist,
  bundle: true,
  minify: true,
  format: 'esm',
  target: ['chrome111', 'firefox115', 'safari16.4'],
  // The icons of Video.js come as a data: URL inside its style sheet and stay there.
  loader: { '.woff': 'dataurl' },
  legalComments: 'none',
  logLevel: 'warning',
});
for (const name of ['index.html', 'icon.svg']) await copyFile(join(src, name), join(dist, name));

for (const name of await readdir(dist)) {
  if (name === '.keep') continue;
  const body = await readFile(join(dist, name));
  // mtime 0 in the header is Node's default: the same input gives the same bytes.
  await writeFile(join(dist, `${name}.gz`), gzipSync(body, { level: 9 }));
}
