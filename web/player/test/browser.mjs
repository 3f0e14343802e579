// The real page in a real Chromium, against the stand-in for the emulator.
import { mkdtemp, mkdir } from 'node:fs/promises';
import { existsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import axe from 'axe-core';
import { chromium } from 'playwright-core';
import { startMock } from '../dev/mock.mjs';

const executablePath = process.env.CHROMIUM || '/usr/bin/chromium';

/** False, or why the browser tests are skipped; with $CHROMIUM set they never are. */
export const noBrowser = existsSync(executablePath) || process.env.CHROMIUM ? false : 'no Chromium here; `make test` installs it';

export const launch = () => chromium.launch({
  executablePath,
  args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking',
    '--disable-component-update', '--disable-sync', '--autoplay-policy=no-user-gesture-required'],
});

export const serve = () => startMock({
  pages: fileURLToPath(new URL('../dist', import.meta.url)),
  media: fileURLToPath(new URL('../../../emulator/demo/media', import.meta.url)),
});

/** Where screenshots go: $ARTIFACTS, else a folder of their own. */
export async function artifacts() {
  const dir = process.env.ARTIFACTS;
  if (!dir) return mkdtemp(join(tmpdir(), 'crossfront-player-'));
  await mkdir(dir, { recursive: true });
  return dir;
}

/**
 * A page on the stand-in, and what went wrong on it.
 * @param {import('playwright-core').Browser} browser
 * @param {string} url
 * @param {import('playwright-core').BrowserContextOptions} [options]
 */
export async function open(browser, url, options = {}) {
  const context = await browser.newContext({ viewport: { width: 1600, height: 1000 }, ...options });
  const page = await context.newPage();
  /** @type {string[]} */
  const faults = [];
  page.on('pageerror', (error) => faults.push(String(error)));
  page.on('console', (message) => {
    if (/Content Security Policy|Refused to/.test(message.text())) faults.push(message.text());
  });
  page.on('request', (request) => {
    const { protocol, hostname } = new URL(request.url());
    if (protocol.startsWith('http') && !/^(.*\.)?localhost$/.test(hostname)) faults.push(`asked for ${request.url()}`);
  });
  await page.goto(url);
  const byId = (/** @type {string} */ id) => page.getByTestId(id);
  const state = (/** @type {string} */ name) => page.locator(`[data-testid=player-status][data-state=${name}]`).waitFor({ timeout: 20_000 });
  return { page, faults, byId, state };
}

/**
 * What axe finds against the page as it stands.
 * @param {import('playwright-core').Page} page
 */
export async function accessibilityFaults(page) {
  await page.evaluate(axe.source);
  const { violations } = await page.evaluate(() =>
    /** @type {any} */ (globalThis).axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] }));
  return violations.map((/** @type {any} */ v) => `${v.id}: ${v.nodes.map((/** @type {any} */ n) => `${n.target} ${n.any[0]?.message ?? ''}`).join('; ')}`);
}

/**
 * Presses Tab until the element has the focus, as someone without a mouse does.
 * @param {import('playwright-core').Page} page
 * @param {string} testid
 */
export async function tabTo(page, testid) {
  for (let presses = 0; presses < 60; presses++) {
    if (await page.evaluate((id) => document.activeElement?.getAttribute('data-testid') === id, testid)) return;
    await page.keyboard.press('Tab');
  }
  throw new Error(`Tab never came to ${testid}`);
}
