// Must run before Video.js: without it Video.js writes <style> elements, which
// the page's Content-Security-Policy refuses.
/** @type {any} */ (globalThis).VIDEOJS_NO_DYNAMIC_STYLE = true;
export {};
