// The emulator's clock: what it says, and ways to move it.
import { html } from 'lit';
import { getClock, moveClock } from '../api.js';
import { clockTime } from '../words.js';
import { Part } from './part.js';

/** @type {[string, string][]} */
const steps = [['60s', '+1 min'], ['3600s', '+1 h'], ['86400s', '+1 day']];

class ClockControl extends Part {
  static properties = { ahead: { state: true }, now: { state: true }, said: { state: true } };

  constructor() {
    super();
    /** How far it is ahead of this machine, in ms. */
    this.ahead = 0;
    this.now = Date.now();
    this.said = '';
    this.ticking = 0;
  }

  connectedCallback() {
    super.connectedCallback();
    this.ticking = window.setInterval(() => { this.now = Date.now(); }, 1000);
    this.refresh();
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    clearInterval(this.ticking);
  }

  refresh() {
    return this.take(getClock());
  }

  /** @param {Promise<{now: string}>} answer */
  async take(answer) {
    try {
      const { now } = await answer;
      this.ahead = new Date(now).getTime() - Date.now();
      this.now = Date.now();
      this.said = '';
    } catch (problem) {
      this.said = problem instanceof Error ? problem.message : String(problem);
    }
  }

  /** @param {{advance?: string, reset?: boolean}} how */
  async move(how) {
    await this.take(moveClock(how));
    this.tell('clock-moved');
  }

  render() {
    const minutes = Math.round(this.ahead / 60_000);
    const days = Math.floor(minutes / 1440);
    return html`
      <div class="clock" role="group" aria-label="Clock" data-testid="clock" data-ahead=${minutes}>
        <span class="clock-now" title="Cache ages, TTLs and signatures go by this clock">Clock ${clockTime(this.now + this.ahead)}${minutes > 0
          ? ` (${days > 0 ? `${days} d ` : ''}${Math.floor((minutes % 1440) / 60) > 0 ? `${Math.floor((minutes % 1440) / 60)} h ` : ''}${minutes % 60 > 0 ? `${minutes % 60} min ` : ''}ahead)` : ''}</span>
        ${steps.map(([advance, name]) => html`<button type="button" class="button quiet" @click=${() => this.move({ advance })}>${name}</button>`)}
        <button type="button" class="button quiet" ?disabled=${minutes === 0} @click=${() => this.move({ reset: true })}>Now</button>
        ${this.said ? html`<span class="mistake" role="alert">${this.said}</span>` : ''}
      </div>
    `;
  }
}

customElements.define('clock-control', ClockControl);
