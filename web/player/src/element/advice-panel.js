// What to change: each advice in the form people paste, and a button that
// makes the change here.
import { html, nothing } from 'lit';
import { perform } from '../api.js';
import { copy } from './copy.js';
import { icon } from './icon.js';
import { Part } from './part.js';

/** @import {Advice, ApiCall} from '../types.d.ts' */

/** What became of one call. @typedef {{what: string, done: boolean, why: string}} Outcome */

class AdvicePanel extends Part {
  static properties = {
    advice: { attribute: false },
    busy: { state: true },
    outcomes: { state: true },
  };

  constructor() {
    super();
    /** @type {Advice[]} */
    this.advice = [];
    this.busy = false;
    /** By the place of the advice. @type {ReadonlyMap<number, Outcome[]>} */
    this.outcomes = new Map();
  }

  /**
   * Makes the calls in their order, and stops at the first that is refused.
   * @param {number} at
   * @param {ApiCall[]} calls
   */
  async apply(at, calls) {
    this.busy = true;
    /** @type {Outcome[]} */
    const outcomes = [];
    const show = () => { this.outcomes = new Map(this.outcomes).set(at, [...outcomes]); };
    show();
    for (const call of calls) {
      try {
        await perform(call);
        outcomes.push({ what: call.what, done: true, why: '' });
      } catch (problem) {
        outcomes.push({ what: call.what, done: false, why: problem instanceof Error ? problem.message : String(problem) });
        break;
      } finally {
        show();
      }
    }
    this.busy = false;
    this.tell('settings-changed');
  }

  render() {
    if (this.advice.length === 0) return nothing;
    return html`
      <section class="advice" data-testid="advice">
        <h4>What to change</h4>
        <ul>${this.advice.map((a, i) => this.one(a, i))}</ul>
      </section>
    `;
  }

  /** @param {Advice} a @param {number} at */
  one(a, at) {
    const calls = a.apply?.calls ?? [];
    return html`
      <li>
        <span class="layer">${a.layer}</span>
        <div>
          <p>${a.what}</p>
          ${a.fix ? html`
            <div class="fix"><code>${a.fix}</code><button type="button" class="button quiet"
              @click=${(/** @type {Event} */ e) => copy(/** @type {HTMLElement} */ (e.currentTarget), a.fix)}>Copy</button></div>` : nothing}
          ${calls.length > 0 ? this.applyView(calls, at) : nothing}
        </div>
      </li>
    `;
  }

  /** @param {ApiCall[]} calls @param {number} at */
  applyView(calls, at) {
    const outcomes = this.outcomes.get(at);
    const all = outcomes?.length === calls.length && outcomes.every((o) => o.done);
    return html`
      <div class="apply">
        ${outcomes ? nothing : html`<ol class="apply-calls">${calls.map((c) => html`<li>${c.what}</li>`)}</ol>`}
        <div role="status"><ol class="outcomes" data-testid="outcomes">${(outcomes ?? []).map((o) => html`
          <li data-done=${o.done}>${icon(o.done ? 'allowed' : 'blocked')}<span>${o.done ? 'Done' : 'Refused'}: ${o.what}${o.why ? html`<br><span class="why">${o.why}</span>` : nothing}</span></li>`)}</ol></div>
        <p class="apply-actions">
          <button type="button" class="button ${all || at > 0 ? '' : 'primary'}" data-testid="apply" ?disabled=${this.busy}
            @click=${() => this.apply(at, calls)}>${outcomes && !this.busy ? 'Apply again' : 'Apply here'}</button>
          ${all ? html`<button type="button" class="button primary" data-testid="replay-after" @click=${() => this.tell('replay-wanted')}>Replay the request</button>` : nothing}
        </p>
      </div>
    `;
  }
}

customElements.define('advice-panel', AdvicePanel);
