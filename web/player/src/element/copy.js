// Copying, with a word on whether it worked.

/** How long the button says that it did, in ms. */
const COPIED_FOR = 2000;

/**
 * @param {HTMLElement | null} button whose word tells
 * @param {string} text
 * @param {string} [word] what the button says otherwise
 */
export async function copy(button, text, word = 'Copy') {
  const say = (/** @type {string} */ said) => { if (button) button.textContent = said; };
  try {
    await navigator.clipboard.writeText(text);
    say('Copied');
  } catch {
    say('Not copied: the browser refused');
  }
  setTimeout(() => say(word), COPIED_FOR);
}
