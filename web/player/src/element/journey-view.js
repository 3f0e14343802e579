// The journey in words: its stations in order.
import { html, nothing } from 'lit';
import { journey } from '../journey.js';
import { icon } from './icon.js';

/** @import {Line} from '../journey.js' */
/** @import {Engine, Exchange} from '../types.d.ts' */

/**
 * @param {Exchange} exchange
 * @param {Engine} engine
 */
export function journeyView(exchange, engine) {
  return html`
    <ol class="stations">
      ${journey(exchange, engine).map((station) => html`
        <li class="station" data-station=${station.name}>
          <h4><span class="station-name">${station.name}</span> <span class="station-title">${station.title}</span></h4>
          <ul>${station.lines.map(lineView)}</ul>
        </li>`)}
    </ol>
  `;
}

/** @param {Line} line */
function lineView(line) {
  return html`
    <li class="line" data-tone=${line.tone ?? nothing}>
      ${line.tone ? html`<span class="line-sign">${icon(line.tone === 'good' ? 'allowed' : 'blocked')}</span>` : nothing}
      <span>${line.text}${line.because ? html` <span class="because">${line.because}</span>` : nothing}</span>
      ${line.headers?.length ? html`
        <ul class="headers">${line.headers.map(([name, value]) => html`<li><code>${name}: ${value}</code></li>`)}</ul>` : nothing}
      ${line.groups?.length ? html`
        <dl class="groups">${line.groups.map((g) => html`<div><dt>${g.name}</dt><dd>${g.items.map((item) => html`<code>${item}</code> `)}</dd></div>`)}</dl>` : nothing}
    </li>
  `;
}
