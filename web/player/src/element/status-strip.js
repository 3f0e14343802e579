// The strip under the video: what is happening, and why.
import { html, nothing } from 'lit';
import { icon } from './icon.js';
import { Part } from './part.js';
import { count, position } from '../words.js';

/** @import {Status} from '../types.d.ts' */

const words = {
  loading: 'Loading',
  blocked: 'Blocked',
  playing: 'Playing',
  stalled: 'Stalled',
  paused: 'Paused',
  ended: 'Ended',
};

class StatusStrip extends Part {
  static properties = {
    status: { attribute: false },
    at: { type: Number },
    cached: { type: Number },
  };

  constructor() {
    super();
    /** @type {Status} */
    this.status = { state: 'loading', why: '', exchangeId: null };
    /** Position in the stream, in s. */
    this.at = 0;
    /** Answers that came from the browser's own cache. */
    this.cached = 0;
  }

  render() {
    const { state, why, exchangeId } = this.status;
    return html`
      <div class="strip" data-testid="player-status" data-state=${state}>
        <span class="strip-sign">${icon(state)}</span>
        <p class="strip-text" role="status">
          <strong>${words[state]}</strong>${why ? html`<span class="strip-why">: ${why}</span>` : nothing}
        </p>
        <div class="strip-side">
          ${exchangeId
            ? html`<button class="link" type="button" @click=${() => this.tell('show-exchange', exchangeId)}>Show the exchange</button>`
            : nothing}
          <span class="strip-at">${position(this.at)}</span>
        </div>
        ${this.cached > 0
          ? html`<p class="strip-note">${count(this.cached, 'answer')} came from this browser’s own cache and never reached the edge.</p>`
          : nothing}
      </div>
    `;
  }
}

customElements.define('status-strip', StatusStrip);
