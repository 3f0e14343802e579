// PMTiles: reads a tile out of an archive by ranges, and once more after another
// archive was put in its place, which the library notices by the ETag.
import { PMTiles } from 'pmtiles';
import { signedForm } from './awssdk.js';

export default async function ({ url, ...of }) {
  const archive = new PMTiles(url);
  const before = await tile(archive);
  await replace(archive, of);
  const after = await tile(archive);
  return { ok: before === 'the tile' && after === before, what: `${before}, then ${after}` };
}

/** tile says what comes as the archive's one tile; scripts/make-client-media.sh has its bytes. */
async function tile(archive) {
  const { data } = await archive.getZxy(0, 0, 0);
  const right = new Uint8Array(data).every((byte, i) => byte === Math.floor((i * i) / 7) % 251);
  return right ? 'the tile' : 'bytes of something else';
}

/** replace stores the same tile behind longer metadata, by a form, which needs no CORS. */
async function replace(archive, of) {
  const { jsonMetadataLength, tileDataOffset, tileDataLength } = await archive.getHeader();
  const { data } = await archive.source.getBytes(0, tileDataOffset + tileDataLength);
  const longer = 1000;
  const bytes = new Uint8Array(data.byteLength + longer);
  bytes.set(new Uint8Array(data, 0, tileDataOffset));
  bytes.set(new Uint8Array(data, tileDataOffset), tileDataOffset + longer);
  const header = new DataView(bytes.buffer); // PMTiles, version 3: the lengths and offsets of the parts
  header.setBigUint64(32, BigInt(jsonMetadataLength + longer), true);
  header.setBigUint64(40, BigInt(tileDataOffset + longer), true);
  header.setBigUint64(56, BigInt(tileDataOffset + longer), true);
  const { url, form } = await signedForm({ text: bytes, ...of });
  await fetch(url, { method: 'POST', mode: 'no-cors', body: form });
}
