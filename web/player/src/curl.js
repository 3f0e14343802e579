// An exchange's request as a curl command for a POSIX shell.

/** @import {Exchange} from './types.d.ts' */
import { header } from './words.js';

/** Headers that curl makes by itself, or that belong to one connection. */
const curls = /^(host|connection|proxy-connection|keep-alive|te|trailer|transfer-encoding|upgrade|content-length|expect)$/i;

/**
 * The body is not kept, so a command for PUT or POST sends none.
 * @param {Exchange} exchange
 */
export function curlOf({ request }) {
  const words = ['curl', '-i'];
  if (request.method === 'HEAD') words.push('-I');
  else if (request.method !== 'GET') words.push('-X', quote(request.method));
  const host = header(request.headers, 'host');
  if (host !== null && host !== hostOf(request.url)) words.push('-H', quote(`Host: ${host}`));
  for (const [name, value] of request.headers ?? []) {
    // curl takes "Name;" for a header without a value; "Name:" removes it.
    if (!curls.test(name)) words.push('-H', quote(value === '' ? `${name};` : `${name}: ${value}`));
  }
  if (/,\s*(br|gzip|deflate)|^(br|gzip|deflate)/.test(header(request.headers, 'accept-encoding') ?? '')) words.push('--compressed');
  return [...words, quote(request.url)].join(' ');
}

/** @param {string} url */
function hostOf(url) {
  try {
    return new URL(url).host;
  } catch {
    return '';
  }
}

/** @param {string} text */
function quote(text) {
  return /^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;
}
