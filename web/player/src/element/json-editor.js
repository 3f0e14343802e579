// A plain text area with line numbers and marked lines: enough for a policy,
// and every key does what it does elsewhere (Tab leaves the field).
import { html } from 'lit';
import { Part } from './part.js';

class JsonEditor extends Part {
  static properties = {
    value: { attribute: false },
    marked: { attribute: false },
    label: {},
    testid: {},
    described: {},
    placeholder: {},
  };

  constructor() {
    super();
    this.value = '';
    /** Lines with a mistake, counted from 1. @type {readonly number[]} */
    this.marked = [];
    this.label = '';
    this.testid = '';
    this.described = '';
    this.placeholder = '';
  }

  render() {
    const lines = this.value.split('\n').length;
    return html`
      <div class="editor" data-invalid=${this.marked.length > 0 ? 'true' : 'false'}>
        <div class="editor-gutter" aria-hidden="true">
          ${Array.from({ length: lines }, (_, i) => html`<span data-marked=${this.marked.includes(i + 1) ? 'true' : 'false'}>${i + 1}</span>`)}
        </div>
        <textarea
          wrap="off" spellcheck="false" autocapitalize="off" autocomplete="off"
          aria-label=${this.label} aria-describedby=${this.described}
          aria-invalid=${this.marked.length > 0 ? 'true' : 'false'}
          data-testid=${this.testid} placeholder=${this.placeholder}
          .value=${this.value}
          @input=${this.changed} @scroll=${this.scrolled}></textarea>
      </div>
    `;
  }

  get area() {
    return /** @type {HTMLTextAreaElement} */ (this.querySelector('textarea'));
  }

  /** @param {Event} event */
  changed(event) {
    this.value = /** @type {HTMLTextAreaElement} */ (event.target).value;
    this.tell('edited', this.value);
  }

  /** @param {Event} event */
  scrolled(event) {
    const gutter = /** @type {HTMLElement} */ (this.querySelector('.editor-gutter'));
    gutter.scrollTop = /** @type {HTMLTextAreaElement} */ (event.target).scrollTop;
  }

  /**
   * Puts the caret where a mistake is.
   * @param {number} line from 1
   * @param {number} column from 1
   */
  goTo(line, column) {
    const before = this.value.split('\n').slice(0, line - 1);
    const at = before.reduce((sum, text) => sum + text.length + 1, 0) + Math.max(0, column - 1);
    this.area.focus();
    this.area.setSelectionRange(at, at);
  }
}

customElements.define('json-editor', JsonEditor);
export { JsonEditor };
