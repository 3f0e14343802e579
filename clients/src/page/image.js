/** loaded is an image element once its picture is there. */
export function loaded(url, crossOrigin) {
  const image = new Image();
  if (crossOrigin) image.crossOrigin = crossOrigin;
  return new Promise((resolve, reject) => {
    image.onload = () => resolve(image);
    image.onerror = () => reject(new Error('the image does not load'));
    image.src = url;
  });
}
