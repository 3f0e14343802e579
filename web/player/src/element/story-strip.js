// The demo's next step, while there is one.
import { html, nothing } from 'lit';
import { chapters } from '../story.js';
import { icon } from './icon.js';
import { Part } from './part.js';

/** @import {StoryStep} from '../story.js' */

class StoryStrip extends Part {
  static properties = { step: { attribute: false } };

  constructor() {
    super();
    /** @type {StoryStep | null} */
    this.step = null;
  }

  render() {
    const { step } = this;
    if (!step) return nothing;
    return html`
      <section class="story" aria-label="The demo’s next step" data-testid="story" data-step=${step.number}>
        <ol class="story-steps">
          ${chapters.map((title, i) => {
            const where = i + 1 < step.number ? 'done' : i + 1 === step.number ? 'now' : 'later';
            return html`<li data-where=${where} aria-current=${where === 'now' ? 'step' : nothing}>
              <span class="story-number">${where === 'done' ? icon('allowed') : i + 1}</span>
              <span>${title}</span>${where === 'done' ? html`<span class="sr">, done</span>` : nothing}
            </li>`;
          })}
        </ol>
        <p class="story-text" aria-live="polite"><strong>${step.title}.</strong> ${step.text}</p>
        <div class="story-actions">
          <button type="button" class="button primary" data-testid="story-action" @click=${() => this.tell('story-action', step.action)}>${step.label}</button>
          ${step.number === 1
            ? html`<button type="button" class="button" @click=${() => this.tell('story-action', 'next')}>Next step</button>`
            : nothing}
          ${step.action === 'finish'
            ? nothing
            : html`<button type="button" class="button quiet" data-testid="story-dismiss" @click=${() => this.tell('story-action', 'finish')} title="Hide these steps for good">Hide</button>`}
        </div>
      </section>
    `;
  }
}

customElements.define('story-strip', StoryStrip);
