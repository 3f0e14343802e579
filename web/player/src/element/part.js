// The base of the page's elements: they render into the page itself, so that
// one style sheet, labels and ids reach across them.
import { LitElement, html, nothing } from 'lit';
import { icon } from './icon.js';

export class Part extends LitElement {
  createRenderRoot() {
    return this;
  }

  /**
   * A confirmation: done things have a sign, and offer to look at their effect.
   * @param {string} text
   * @param {boolean} done
   * @param {string} testid
   */
  noteView(text, done, testid) {
    return html`<div class="note" data-done=${done} data-testid=${testid}>
      ${text && done ? html`<span class="note-sign">${icon('allowed')}</span>` : nothing}
      <p>${text} ${text && done
        ? html`<button type="button" class="link" @click=${() => this.tell('reload-asked')}>Reload the player</button>`
        : nothing}</p>
    </div>`;
  }

  /**
   * Tells the elements around this one.
   * @param {string} type
   * @param {unknown} [detail]
   */
  tell(type, detail) {
    this.dispatchEvent(new CustomEvent(type, { detail, bubbles: true }));
  }
}
