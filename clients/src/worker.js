// The service worker that workbox.js registers: keeps images, asking for them as
// the page does, or in the mode that its own URL names.
import { CacheableResponsePlugin } from 'workbox-cacheable-response';
import { registerRoute } from 'workbox-routing';
import { CacheFirst } from 'workbox-strategies';

const mode = new URL(location).searchParams.get('mode');

self.addEventListener('install', () => self.skipWaiting());
self.addEventListener('activate', (event) => event.waitUntil(self.clients.claim()));

registerRoute(
  ({ request }) => request.destination === 'image',
  new CacheFirst({
    // Each registration has a cache of its own.
    cacheName: `images of ${self.registration.scope}`,
    fetchOptions: mode ? { mode, credentials: 'same-origin' } : {},
    plugins: [new CacheableResponsePlugin({ statuses: [0, 200] })],
  }),
);
