// An image, and what a page does with one: shows it, reads its pixels from a
// canvas, or makes it a texture of WebGL's.
import { loaded } from './page/image.js';

export default async function ({ url, use = 'show', crossOrigin }) {
  const image = await loaded(url, crossOrigin);
  const canvas = document.createElement('canvas');
  if (use === 'canvas') {
    const context = canvas.getContext('2d');
    context.drawImage(image, 0, 0);
    const [red, green, blue, alpha] = context.getImageData(8, 8, 1, 1).data;
    return { ok: canvas.toDataURL().startsWith('data:image/png') && alpha === 255, what: `pixel ${red} ${green} ${blue}` };
  }
  if (use === 'webgl') {
    const gl = canvas.getContext('webgl');
    if (!gl) return { ok: false, what: 'no WebGL here' };
    gl.bindTexture(gl.TEXTURE_2D, gl.createTexture());
    gl.texImage2D(gl.TEXTURE_2D, 0, gl.RGBA, gl.RGBA, gl.UNSIGNED_BYTE, image);
    return { ok: gl.getError() === gl.NO_ERROR, what: 'texture' };
  }
  return { ok: image.naturalWidth === 16, what: 'shown' };
}
