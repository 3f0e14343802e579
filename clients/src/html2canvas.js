// html2canvas: makes a picture of a part of the page that shows an image, and
// looks whether the image is in it.
import html2canvas from 'html2canvas';
import { loaded } from './page/image.js';

export default async function ({ url, crossOrigin }) {
  const image = await loaded(url, crossOrigin);
  document.body.replaceChildren(image);
  const canvas = await html2canvas(image, { useCORS: true, logging: false, scale: 1, backgroundColor: '#ffffff' });
  const colours = new Set(canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height).data);
  return { ok: colours.size > 1, what: colours.size > 1 ? 'the image' : 'a blank picture' };
}
