// geotiff.js: reads a pixel of a TIFF by ranges.
import { fromUrl } from 'geotiff';

export default async function ({ url }) {
  const tiff = await fromUrl(url);
  const image = await tiff.getImage();
  const bands = await image.readRasters({ window: [0, 0, 1, 1] });
  return { ok: bands.length === 3 && bands[0].length === 1, what: `${image.getWidth()} pixels wide` };
}
