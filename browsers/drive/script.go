package drive

// Script is a JavaScript function that does what an [Ask] says, and returns its
// [Report] as JSON.
const Script = `async (a) => {
  const loaded = (e, good, set) => new Promise((resolve, reject) => {
    e.addEventListener(good, () => resolve(e));
    e.addEventListener('error', () => reject(new Error('error')));
    if (a.crossorigin) e.crossOrigin = a.crossorigin;
    set(e);
  });
  const element = (name, set) => loaded(document.createElement(name), 'load', (e) => {
    set(e);
    if (name !== 'img') document.head.append(e);
  });
  const media = (name) => loaded(document.createElement(name), 'loadedmetadata', (e) => { e.preload = 'metadata'; e.src = a.url; });
  const opaque = (e) => {
    const c = Object.assign(document.createElement('canvas'), { width: 1, height: 1 }).getContext('2d');
    c.drawImage(e, 0, 0);
    try {
      c.getImageData(0, 0, 1, 1);
      return false;
    } catch {
      return true;
    }
  };
  const timing = () => new Promise((resolve) => new PerformanceObserver((list, observer) => {
    const entry = list.getEntriesByName(a.url).at(-1);
    if (entry) {
      observer.disconnect();
      resolve(entry.requestStart > 0);
    }
  }).observe({ type: 'resource', buffered: true }));
  const names = (headers) => [...headers].sort().join(' ');
  const elements = {
    img: async () => ({ opaque: opaque(await element('img', (e) => { e.src = a.url; })) }),
    script: () => element('script', (e) => { e.src = a.url; }),
    module: () => element('script', (e) => { e.type = 'module'; e.src = a.url; }),
    style: () => element('link', (e) => { e.rel = 'stylesheet'; e.href = a.url; }),
    preload: () => element('link', (e) => { e.rel = 'preload'; e.as = 'fetch'; e.href = a.url; }),
    video: () => media('video'),
    audio: () => media('audio'),
    font: async () => { await new FontFace('asked', 'url("' + a.url + '")').load(); },
    track: () => {
      const of = document.createElement('video');
      if (a.crossorigin) of.crossOrigin = a.crossorigin;
      document.body.append(of);
      return loaded(document.createElement('track'), 'load', (e) => {
        e.src = a.url;
        of.append(e);
        e.track.mode = 'showing';
      }).finally(() => of.remove());
    },
    eventsource: () => new Promise((resolve, reject) => {
      const s = new EventSource(a.url, { withCredentials: a.credentials === 'include' });
      s.onopen = () => { s.close(); resolve(); };
      s.onerror = () => { s.close(); reject(new Error('error')); };
    }),
    xhr: () => new Promise((resolve, reject) => {
      const x = new XMLHttpRequest();
      x.open(a.method || 'GET', a.url);
      x.withCredentials = a.credentials === 'include';
      for (const [name, value] of Object.entries(a.headers ?? {})) x.setRequestHeader(name, value);
      x.onload = () => resolve({ status: x.status, headers: names(x.getAllResponseHeaders().trim().split('\r\n').map((line) => line.split(':')[0].toLowerCase())) });
      x.onerror = () => reject(new Error('error'));
      x.send();
    }),
    fetch: async () => {
      const r = await fetch(a.url, {
        method: a.method || 'GET', headers: a.headers ?? {}, credentials: a.credentials || 'same-origin', mode: a.mode, cache: a.cache || 'default', redirect: 'follow',
      });
      await r.arrayBuffer();
      return { status: r.status, headers: names(r.headers.keys()) };
    },
  };
  try {
    const said = await elements[a.initiator || 'fetch']();
    return JSON.stringify({ allowed: true, timing: a.timing && await timing(), status: said?.status, headers: said?.headers, opaque: said?.opaque });
  } catch (e) {
    return JSON.stringify({ allowed: false });
  }
}`

// framed has a sandboxed frame of the page do it.
const framed = `(a) => new Promise((resolve) => {
  const frame = document.createElement('iframe');
  frame.sandbox = 'allow-scripts';
  frame.srcdoc = '<script>(' + ask + ')(' + JSON.stringify(a).replaceAll('<', '\\u003c') + ').then((said) => parent.postMessage(said, "*"))<\/script>';
  addEventListener('message', (e) => { frame.remove(); resolve(e.data); }, { once: true });
  document.body.append(frame);
})`
