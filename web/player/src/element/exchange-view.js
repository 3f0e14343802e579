// An opened exchange: what can be done with it, its journey, what to change.
import { html, nothing } from 'lit';
import { replay } from '../api.js';
import { curlOf } from '../curl.js';
import { canReplay, comparison } from '../replay.js';
import { isPreflight } from '../linked.js';
import { clockTime, engineNames, verdictOf, verdictSentence, verdictWord } from '../words.js';
import { copy } from './copy.js';
import { headersTables, keyTable, rulesTable } from './exchange-tables.js';
import { icon } from './icon.js';
import { journeyView } from './journey-view.js';
import { Part } from './part.js';
import './advice-panel.js';
import './journey-picture.js';
import './replay-form.js';

/** @import {Engine, Exchange} from '../types.d.ts' */

/** What an exchange can be looked at as. */
const looks = /** @type {const} */ ({ steps: 'Journey', rules: 'Rules', key: 'Cache key', headers: 'Headers' });

/** @typedef {keyof typeof looks} Look */

class ExchangeView extends Part {
  static properties = {
    exchange: { attribute: false },
    repeated: { attribute: false },
    partner: { attribute: false },
    engine: {},
    look: { state: true },
    changing: { state: true },
    busy: { state: true },
    mistake: { state: true },
  };

  constructor() {
    super();
    /** @type {Exchange | null} */
    this.exchange = null;
    /** The exchange that this one is a replay of. @type {Exchange | null} */
    this.repeated = null;
    /** Its preflight, or the request that it is the preflight of. @type {Exchange | null} */
    this.partner = null;
    /** @type {Look} */
    this.look = 'steps';
    /** @type {Engine} */
    this.engine = 'chromium';
    this.changing = false;
    this.busy = false;
    this.mistake = '';
  }

  /** Sends the request again as it was. */
  async replay() {
    const { exchange } = this;
    if (!exchange || this.busy || !canReplay(exchange)) return;
    this.busy = true;
    this.mistake = '';
    try {
      this.tell('replayed', { before: exchange, after: await replay(exchange.id, {}) });
    } catch (problem) {
      this.mistake = problem instanceof Error ? problem.message : String(problem);
    } finally {
      this.busy = false;
    }
  }

  copyCurl() {
    if (this.exchange) copy(this.querySelector('[data-copy=curl]'), curlOf(this.exchange), 'Copy as curl');
  }

  copyLink() {
    const link = `${location.origin}${location.pathname}#exchange=${this.exchange?.id}`;
    copy(this.querySelector('[data-copy=link]'), link, 'Copy link');
  }

  async change() {
    this.changing = !this.changing;
    await this.updateComplete;
    /** @type {HTMLElement | null} */ (this.querySelector('replay-form input'))?.focus();
  }

  render() {
    const { exchange, engine } = this;
    if (!exchange) return nothing;
    return html`
      <div class="opened" data-testid="journey" @replay-wanted=${() => this.replay()} @replay-closed=${() => { this.changing = false; }}>
        ${this.repeated ? html`
          <p class="compared" data-testid="compared">Replay of ${clockTime(this.repeated.time)}. ${comparison(this.repeated, exchange, engine)}</p>` : nothing}
        <div class="opened-actions">
          ${canReplay(exchange) ? html`
            <button type="button" class="button" data-testid="replay" ?disabled=${this.busy} @click=${this.replay}>Replay <kbd aria-hidden="true">r</kbd></button>
            <button type="button" class="button" data-testid="replay-change" aria-expanded=${this.changing} @click=${this.change}>Replay with changes</button>` : nothing}
          <button type="button" class="button" data-testid="copy-curl" @click=${this.copyCurl}><span data-copy="curl">Copy as curl</span> <kbd aria-hidden="true">c</kbd></button>
          <button type="button" class="button" data-testid="copy-link" @click=${this.copyLink}><span data-copy="link">Copy link</span></button>
        </div>
        ${this.mistake ? html`<p class="mistake" role="alert">${this.mistake}</p>` : nothing}
        ${this.changing ? html`<replay-form .exchange=${exchange}></replay-form>` : nothing}
        ${this.pictures(exchange)}
        ${this.verdicts(exchange)}
        <div class="journey">
          <advice-panel .advice=${exchange.advice ?? []}></advice-panel>
          <div class="looks">${this.tabs(exchange)}</div>
        </div>
      </div>
    `;
  }

  /** The journey; with its preflight's or request's when there is one. @param {Exchange} exchange */
  pictures(exchange) {
    const { partner, engine } = this;
    if (!partner) return html`<journey-picture .exchange=${exchange} .engine=${engine}></journey-picture>`;
    const pair = isPreflight(exchange) ? [exchange, partner] : [partner, exchange];
    return html`
      <ol class="pair" data-testid="pair">${pair.map((e, i) => html`
        <li>
          <h4>${i === 0 ? 'Preflight' : 'Request'}: ${e.request.method}
            ${e === partner ? html`<button type="button" class="link" @click=${() => this.tell('show-exchange', e.id)}>Open it</button>` : nothing}</h4>
          <journey-picture .exchange=${e} .engine=${engine}></journey-picture>
        </li>`)}</ol>
    `;
  }

  /** What each browser makes of it; choosing one shows its words. @param {Exchange} exchange */
  verdicts(exchange) {
    const told = exchange.browser?.[this.engine];
    return html`
      <div class="verdicts" role="group" aria-label="Verdict of each browser">
        ${/** @type {Engine[]} */ (Object.keys(engineNames)).map((engine) => {
          const verdict = verdictOf(exchange, engine);
          return html`
            <button type="button" class="engine-verdict" data-verdict=${verdict} data-engine=${engine} aria-pressed=${engine === this.engine} @click=${() => this.tell('engine-chosen', engine)}>
              ${icon(verdict)}<span><b>${engineNames[engine]}</b> <span>${verdictWord(exchange, engine)}</span></span>
            </button>`;
        })}
      </div>
      ${told && !told.allowed ? html`<p class="verdict-words"><code>${verdictSentence(told)}</code></p>` : nothing}
    `;
  }

  /** @param {Exchange} exchange */
  tabs(exchange) {
    const all = /** @type {Look[]} */ (Object.keys(looks));
    const turn = (/** @type {KeyboardEvent} */ e) => {
      const step = { ArrowLeft: -1, ArrowRight: 1 }[e.key];
      if (!step) return;
      e.preventDefault();
      this.look = all[(all.indexOf(this.look) + step + all.length) % all.length];
      this.updateComplete.then(() => /** @type {HTMLElement | null} */ (this.querySelector('[role=tab][aria-selected=true]'))?.focus());
    };
    const id = (/** @type {string} */ part) => `${part}-${exchange.id}`;
    return html`
      <div class="look-tabs" role="tablist" aria-label="Look at" @keydown=${turn}>${all.map((look) => html`
        <button type="button" role="tab" id=${id(look)} data-testid="look-${look}" aria-selected=${look === this.look} aria-controls=${id('look')} tabindex=${look === this.look ? 0 : -1}
          @click=${() => { this.look = look; }}>${looks[look]}</button>`)}</div>
      <div class="look" role="tabpanel" id=${id('look')} aria-labelledby=${id(this.look)} data-look=${this.look}>
        ${this.look === 'rules' ? rulesTable(exchange) : this.look === 'key' ? keyTable(exchange) : this.look === 'headers' ? headersTables(exchange) : journeyView(exchange, this.engine)}
      </div>
    `;
  }
}

customElements.define('exchange-view', ExchangeView);
export { ExchangeView };
