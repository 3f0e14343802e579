// An opened exchange: what can be done with it, its journey, what to change.
import { html, nothing } from 'lit';
import { replay } from '../api.js';
import { curlOf } from '../curl.js';
import { canReplay, comparison } from '../replay.js';
import { clockTime } from '../words.js';
import { copy } from './copy.js';
import { journeyView } from './journey-view.js';
import { Part } from './part.js';
import './advice-panel.js';
import './replay-form.js';

/** @import {Engine, Exchange} from '../types.d.ts' */

class ExchangeView extends Part {
  static properties = {
    exchange: { attribute: false },
    repeated: { attribute: false },
    engine: {},
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
        <div class="journey">
          ${journeyView(exchange, engine)}
          <advice-panel .advice=${exchange.advice ?? []}></advice-panel>
        </div>
      </div>
    `;
  }
}

customElements.define('exchange-view', ExchangeView);
export { ExchangeView };
