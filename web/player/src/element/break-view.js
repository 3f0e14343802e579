// What stands in place of the picture while it is blocked: the way from the
// browser to the bucket, and where it broke. The status strip says it in words.
import { html } from 'lit';
import { icon } from './icon.js';

/** @import {Exchange} from '../types.d.ts' */

const stations = /** @type {const} */ (['Browser', 'Edge', 'Bucket']);

/** Where each layer of advice stands on the way. */
const places = new Map([['client', 'Browser'], ['edge', 'Edge'], ['cache', 'Edge'], ['bucket', 'Bucket']]);

/** @param {Exchange | null} exchange the one that shows the block */
export function breakView(exchange) {
  const layer = exchange?.advice?.[0]?.layer ?? '';
  const broken = places.get(layer) ?? 'Browser';
  return html`
    <div class="break" aria-hidden="true">
      ${stations.map((name) => html`
        <div class="break-station" data-broken=${name === broken}>
          <span class="break-dot">${name === broken ? icon('blocked') : ''}</span>
          <span>${name}${name === broken && layer === 'cache' ? ' cache' : ''}</span>
        </div>`)}
    </div>
  `;
}
