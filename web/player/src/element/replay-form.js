// The small form that changes a request before it is sent again.
import { html, nothing } from 'lit';
import { replay } from '../api.js';
import { changeOf, formOf } from '../replay.js';
import { Part } from './part.js';

/** @import {Exchange} from '../types.d.ts' */

class ReplayForm extends Part {
  static properties = {
    exchange: { attribute: false },
    mistake: { state: true },
    busy: { state: true },
  };

  constructor() {
    super();
    /** @type {Exchange | null} */
    this.exchange = null;
    this.mistake = '';
    this.busy = false;
  }

  /** @param {SubmitEvent} event */
  async send(event) {
    event.preventDefault();
    const { exchange } = this;
    if (!exchange || this.busy) return;
    const fields = new FormData(/** @type {HTMLFormElement} */ (event.currentTarget));
    const text = (/** @type {string} */ name) => String(fields.get(name) ?? '');
    this.busy = true;
    this.mistake = '';
    try {
      const change = changeOf(exchange, { origin: text('origin'), pop: text('pop'), headers: text('headers') });
      this.tell('replayed', { before: exchange, after: await replay(exchange.id, change) });
    } catch (problem) {
      this.mistake = problem instanceof Error ? problem.message : String(problem);
    } finally {
      this.busy = false;
    }
  }

  render() {
    if (!this.exchange) return nothing;
    const was = formOf(this.exchange);
    return html`
      <form class="replay" data-testid="replay-form" @submit=${this.send} @keydown=${(/** @type {KeyboardEvent} */ e) => { if (e.key === 'Escape') this.tell('replay-closed'); }}>
        <label class="field"><span class="field-name">Origin</span>
          <input type="text" name="origin" .value=${was.origin} placeholder="none" spellcheck="false" autocomplete="off"></label>
        <label class="field"><span class="field-name">Edge location (POP)</span>
          <input type="text" name="pop" placeholder="the usual one; NRT20-C1" spellcheck="false" autocomplete="off"></label>
        <label class="field replay-headers"><span class="field-name">Other headers, one a line</span>
          <textarea name="headers" rows="5" spellcheck="false" .value=${was.headers}></textarea></label>
        ${this.mistake ? html`<p class="mistake" role="alert">${this.mistake}</p>` : nothing}
        <p class="replay-actions">
          <button class="button primary" data-testid="replay-send" ?disabled=${this.busy}>Send again</button>
          <button type="button" class="button" @click=${() => this.tell('replay-closed')}>Cancel</button>
        </p>
      </form>
    `;
  }
}

customElements.define('replay-form', ReplayForm);
