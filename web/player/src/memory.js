// What the page remembers in this browser. Storage may be switched off: then
// it remembers nothing, and works all the same.

/**
 * @param {string} name
 * @returns {string | null}
 */
export function recall(name) {
  try {
    return localStorage.getItem(`crossfront.${name}`);
  } catch {
    return null;
  }
}

/**
 * @param {string} name
 * @param {string | null} value null forgets
 */
export function remember(name, value) {
  try {
    if (value === null) localStorage.removeItem(`crossfront.${name}`);
    else localStorage.setItem(`crossfront.${name}`, value);
  } catch {
    // Storage is switched off.
  }
}
