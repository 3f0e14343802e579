package drive

// Script is a JavaScript function that does what an [Ask] says, and returns its
// [Report] as JSON.
const Script = `async (a) => {
  const element = (name, set) => new Promise((resolve, reject) => {
    const e = document.createElement(name);
    e.onload = () => resolve();
    e.onerror = () => reject(new Error('error'));
    if (a.crossorigin) e.crossOrigin = a.crossorigin;
    set(e);
    if (name !== 'img') document.head.append(e);
  });
  const elements = {
    img: () => element('img', (e) => { e.src = a.url; }),
    script: () => element('script', (e) => { e.src = a.url; }),
    module: () => element('script', (e) => { e.type = 'module'; e.src = a.url; }),
    style: () => element('link', (e) => { e.rel = 'stylesheet'; e.href = a.url; }),
    xhr: () => new Promise((resolve, reject) => {
      const x = new XMLHttpRequest();
      x.open(a.method || 'GET', a.url);
      x.withCredentials = a.credentials === 'include';
      for (const [name, value] of Object.entries(a.headers ?? {})) x.setRequestHeader(name, value);
      x.onload = () => resolve();
      x.onerror = () => reject(new Error('error'));
      x.send();
    }),
  };
  try {
    if (elements[a.initiator]) {
      await elements[a.initiator]();
      return JSON.stringify({ allowed: true });
    }
    const r = await fetch(a.url, {
      method: a.method || 'GET', headers: a.headers ?? {}, credentials: a.credentials || 'same-origin', mode: a.mode, cache: a.cache || 'default', redirect: 'follow',
    });
    await r.arrayBuffer();
    return JSON.stringify({ allowed: true, status: r.status, headers: [...r.headers.keys()].sort().join(' ') });
  } catch (e) {
    return JSON.stringify({ allowed: false });
  }
}`
