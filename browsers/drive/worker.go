package drive

import (
	"fmt"
	"io"
	"net/http"
)

// Workers are the service workers that pages can have, as emulator/browser calls
// and describes them; each with how it asks for what the page asked for.
func workers() map[string]string {
	return map[string]string{
		"cacheFirst":     `fetch(e.request)`,
		"cacheFirstCORS": `fetch(e.request.url, { mode: 'cors', credentials: 'same-origin' })`,
	}
}

// ofWorker answers what the page asks other origins for.
const ofWorker = `
addEventListener('install', () => skipWaiting());
addEventListener('activate', (e) => e.waitUntil(clients.claim()));
addEventListener('fetch', (e) => {
  if (e.request.method !== 'GET' || new URL(e.request.url).origin === location.origin) return;
  e.respondWith((async () => {
    const store = await caches.open('worlds');
    const stored = await store.match(e.request.url);
    if (stored) return stored;
    const answer = await %s;
    await store.put(e.request.url, answer.clone());
    return answer;
  })());
});
`

func worker(w http.ResponseWriter, r *http.Request) {
	asks, ok := workers()[r.PathValue("name")]
	if !ok {
		http.NotFound(w, r)
		return
	}
	w.Header().Set("Content-Type", "text/javascript")
	_, _ = io.WriteString(w, fmt.Sprintf(ofWorker, asks))
}

// worked waits for the page's worker, if it is to have one, and says what went
// wrong.
const worked = `async () => {
  if (!location.pathname.startsWith('/worker/')) return '';
  try {
    await navigator.serviceWorker.register('worker.js');
    if (!navigator.serviceWorker.controller) await new Promise((resolve) => navigator.serviceWorker.addEventListener('controllerchange', resolve, { once: true }));
    return '';
  } catch (e) {
    return JSON.stringify({ trouble: String(e) });
  }
}`
