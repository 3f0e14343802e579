// PMTiles: reads a tile out of an archive by ranges, and whether the archive has
// an ETag, by which the library notices that it was replaced under it.
import { PMTiles } from 'pmtiles';

export default async function ({ url }) {
  const archive = new PMTiles(url);
  const { etag } = await archive.getHeader();
  const tile = await archive.getZxy(0, 0, 0);
  const bytes = new Uint8Array(tile.data);
  const right = bytes.length === 4096 && bytes.every((byte, i) => byte === Math.floor((i * i) / 7) % 251);
  return { ok: right && Boolean(etag), what: `${right ? 'the tile' : 'another tile'}, ${etag ? 'ETag' : 'no ETag'}` };
}
