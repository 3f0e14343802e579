// Workbox: a service worker with its CacheFirst strategy, see worker.js.
// Shows an image, which the worker stores, then asks for it again to read it.
import { loaded } from './page/image.js';

export default async function ({ url, mode }) {
  const registration = await navigator.serviceWorker.register(`/worker.js?mode=${mode ?? ''}`, { scope: './' });
  if (!navigator.serviceWorker.controller) {
    await new Promise((resolve) => navigator.serviceWorker.addEventListener('controllerchange', resolve));
  }
  try {
    await loaded(url);
    while (!(await caches.match(url))) await new Promise((resolve) => setTimeout(resolve, 10)); // stored after it is shown
    const image = await loaded(url, 'anonymous');
    return { ok: image.naturalWidth === 16, what: 'shown, then read' };
  } finally {
    await registration.unregister();
  }
}
