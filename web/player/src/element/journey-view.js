// An opened exchange: the journey's stations in order, then what to change.
import { html, nothing } from 'lit';
import { journey } from '../journey.js';
import { icon } from './icon.js';

/** @import {Line} from '../journey.js' */
/** @import {Advice, Engine, Exchange} from '../types.d.ts' */

/**
 * @param {Exchange} exchange
 * @param {Engine} engine
 */
export function journeyView(exchange, engine) {
  return html`
    <div class="journey" data-testid="journey">
      <ol class="stations">
        ${journey(exchange, engine).map((station) => html`
          <li class="station" data-station=${station.name}>
            <h4><span class="station-name">${station.name}</span> <span class="station-title">${station.title}</span></h4>
            <ul>${station.lines.map(lineView)}</ul>
          </li>`)}
      </ol>
      ${adviceView(exchange.advice ?? [])}
    </div>
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

/** @param {Advice[]} advice */
function adviceView(advice) {
  if (advice.length === 0) return nothing;
  return html`
    <div class="advice">
      <h4>What to change</h4>
      <ul>
        ${advice.map((a) => html`
          <li>
            <span class="layer">${a.layer}</span>
            <div>
              <p>${a.what}</p>
              ${a.fix ? html`
                <div class="fix"><code>${a.fix}</code><button type="button" class="button quiet" @click=${(/** @type {Event} */ e) => copy(e, a.fix)}>Copy</button></div>` : nothing}
            </div>
          </li>`)}
      </ul>
    </div>
  `;
}

/** How long the button says that it did, in ms. */
const COPIED_FOR = 2000;

/**
 * @param {Event} event
 * @param {string} text
 */
async function copy(event, text) {
  const button = /** @type {HTMLElement} */ (event.currentTarget);
  try {
    await navigator.clipboard.writeText(text);
    button.textContent = 'Copied';
  } catch {
    button.textContent = 'Not copied: the browser refused';
  }
  setTimeout(() => { button.textContent = 'Copy'; }, COPIED_FOR);
}
