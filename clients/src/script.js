// A script element, a module or one with integrity: whether the script runs.
export default function ({ url, ...properties }) {
  const script = document.createElement('script');
  Object.assign(script, properties);
  return new Promise((resolve) => {
    script.onload = () => resolve({ ok: window.app === 'loaded', what: `app: ${window.app}` });
    script.onerror = () => resolve({ ok: false, what: 'error event' });
    script.src = url;
    document.head.append(script);
  });
}
