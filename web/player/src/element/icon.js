// Signs for states: each has a shape of its own, so that colour is never the only sign.
import { svg, html } from 'lit';

const shapes = {
  allowed: svg`<path d="M3.5 8.5l3 3 6-7"/>`,
  blocked: svg`<path d="M4 4l8 8M12 4l-8 8"/>`,
  none: svg`<path d="M4 8h8"/>`,
  playing: svg`<path d="M5 3.5v9l7-4.5z" fill="currentColor"/>`,
  paused: svg`<path d="M5.5 4v8M10.5 4v8"/>`,
  stalled: svg`<path d="M8 2.5v6M8 12.5v.5"/>`,
  loading: svg`<circle cx="3.5" cy="8" r=".8" fill="currentColor"/><circle cx="8" cy="8" r=".8" fill="currentColor"/><circle cx="12.5" cy="8" r=".8" fill="currentColor"/>`,
  ended: svg`<rect x="4" y="4" width="8" height="8" fill="currentColor"/>`,
  open: svg`<path d="M6 4l4 4-4 4"/>`,
  close: svg`<path d="M4 4l8 8M12 4l-8 8"/>`,
};

/** @typedef {keyof typeof shapes} IconName */

/** @param {IconName} name */
export function icon(name) {
  return html`<svg class="icon" viewBox="0 0 16 16" width="16" height="16" fill="none" stroke="currentColor" stroke-width="2" stroke-linecap="round" stroke-linejoin="round" aria-hidden="true">${shapes[name]}</svg>`;
}
