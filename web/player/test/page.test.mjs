import assert from 'node:assert/strict';
import { join } from 'node:path';
import { after, afterEach, before, beforeEach, describe, test } from 'node:test';
import { accessibilityFaults, artifacts, launch, noBrowser, open, serve, tabTo } from './browser.mjs';

describe('the page', { skip: noBrowser }, () => {
  /** @type {Awaited<ReturnType<typeof launch>>} */
  let browser;
  /** @type {Awaited<ReturnType<typeof serve>>} */
  let server;
  let shots = '';

  before(async () => {
    [browser, server, shots] = await Promise.all([launch(), serve(), artifacts()]);
  });
  after(async () => {
    await browser?.close();
    await server?.close();
  });
  beforeEach(() => server.mock.reset());
  afterEach(async () => {
    for (const context of browser.contexts()) await context.close();
  });

  test('the story, without a mouse', async () => {
    const { page, faults, byId, state } = await open(browser, server.url);
    await state('blocked');
    await byId('player-status').getByText(/index\.m3u8: Origin was removed at the edge/).waitFor();
    assert.equal(await byId('story').getAttribute('data-step'), '1');
    await page.screenshot({ path: join(shots, 'player-blocked-light-1600.png') });

    await tabTo(page, 'story-action');
    await page.keyboard.press('Enter');
    await byId('journey').waitFor();
    assert.match(await byId('journey').innerText(), /Blocked: MissingAllowOriginHeader/);
    assert.equal(await byId('story').getAttribute('data-step'), '2');

    await page.keyboard.press('Home');
    await tabTo(page, 'story-action');
    await page.keyboard.press('Enter');
    assert.match(await byId('cors-editor').inputValue(), /"AllowedOrigins": \["\*"\]/);
    await page.waitForFunction(() => document.activeElement?.getAttribute('data-testid') === 'cors-save');
    await page.keyboard.press('Enter');
    await page.getByText('Saved. S3 applies it').waitFor();
    await page.keyboard.press('r');
    await page.locator('[data-load="2"] [data-testid=exchange][data-path="/vod/index.m3u8"][data-verdict=blocked]').waitFor();
    await state('blocked');
    assert.equal(await byId('story').getAttribute('data-step'), '3');

    await tabTo(page, 'story-action');
    await page.keyboard.press('Enter');
    await page.waitForFunction(() => document.activeElement?.getAttribute('data-testid') === 'behavior-save');
    assert.match(await byId('behavior-origin-request-policy-contents').innerText(), /Origin, Access-Control-Request-Headers/);
    await page.keyboard.press('Enter');
    await page.getByText('Saved. It applies').waitFor();
    assert.equal(server.mock.behavior.originRequestPolicyId, '88a5eaf4-2fd4-4709-b370-b4c650ea3fcf');
    await page.keyboard.press('r');
    await page.locator('[data-load="3"] [data-testid=exchange][data-cache=hit][data-verdict=blocked]').first().waitFor();
    await state('blocked');
    await byId('player-status').getByText(/stored for a request without Origin/).waitFor();

    await tabTo(page, 'story-action');
    await page.keyboard.press('Enter');
    await page.waitForFunction(() => document.activeElement?.getAttribute('data-testid') === 'invalidate');
    await page.keyboard.press('Enter');
    await page.getByText(/Invalidation I\w+: \/\*\. Status Completed/).waitFor();
    await page.keyboard.press('r');
    await state('playing');
    await page.waitForFunction(() => (document.querySelector('video')?.currentTime ?? 0) > 3);
    await page.getByText('If you can read this, the captions came through.').or(page.getByText('Every segment was fetched')).first().waitFor();
    assert.equal(await byId('story').getAttribute('data-step'), '5');
    await page.screenshot({ path: join(shots, 'player-playing-light-1600.png') });

    await tabTo(page, 'story-action');
    await page.keyboard.press('Enter');
    await byId('story').waitFor({ state: 'detached' });
    server.mock.reset();
    await page.reload();
    await state('blocked');
    assert.equal(await byId('story').count(), 0, 'closed once, closed for good');
    assert.deepEqual(faults, []);
  });

  test('a segment without CORS headers: Video.js says nothing, the strip does', async () => {
    server.mock.cors = [{ AllowedMethods: ['GET'], AllowedOrigins: ['*'] }];
    server.mock.behavior.originRequestPolicyId = '88a5eaf4-2fd4-4709-b370-b4c650ea3fcf';
    server.mock.withhold = /\.ts$/;
    const { page, byId, state } = await open(browser, server.url);
    await state('blocked');
    // The player tries again and again; the strip must not waver meanwhile.
    const seen = await page.evaluate(() => new Promise((done) => {
      const states = new Set();
      const look = setInterval(() => states.add(document.querySelector('[data-testid=player-status]')?.getAttribute('data-state')), 50);
      setTimeout(() => { clearInterval(look); done([...states]); }, 4000);
    }));
    assert.deepEqual(seen, ['blocked']);
    await byId('player-status').getByText(/\d+p-00\.ts: /).waitFor();
    const [error, tries] = await Promise.all([
      page.locator('.vjs-error').count(),
      page.locator('[data-testid=exchange][data-path$=".ts"][data-verdict=blocked]').count(),
    ]);
    assert.equal(error, 0, 'no player error, as measured');
    assert.ok(tries >= 2, `${tries} tries`);

    server.mock.withhold = null;
    server.mock.cache.clear();
    await page.keyboard.press('r');
    await state('playing');
  });

  test('the editor says what S3 says, where it says it', async () => {
    const { page, byId, state } = await open(browser, server.url);
    await state('blocked');
    const error = byId('cors-error');
    assert.equal(await error.isVisible(), false);
    await byId('cors-editor').fill('[\n  {"AllowedMethods": ["PATCH"],\n   "AllowedOrigins": ["https://*.*.example"]}\n]');
    await error.getByText('S3 will refuse this: InvalidRequest').waitFor();
    assert.match(await error.innerText(), /Unsupported method is PATCH line 2, column 23 · rule 1, AllowedMethods/);
    assert.match(await error.innerText(), /Also wrong:\s+AllowedOrigin "https:\/\/\*\.\*\.example" can not have more than one wildcard\./);
    assert.deepEqual(await page.locator('.editor-gutter [data-marked=true]').allInnerTexts(), ['2', '3']);
    assert.equal(server.mock.cors, null, 'nothing was saved by looking');

    await error.getByRole('button', { name: /^line 2/ }).click();
    assert.deepEqual(await byId('cors-editor').evaluate((/** @type {HTMLTextAreaElement} */ e) => [document.activeElement === e, e.value.slice(e.selectionStart, e.selectionStart + 7)]), [true, '"PATCH"']);

    await byId('cors-save').click();
    await error.getByText('S3 refused this: InvalidRequest').waitFor();
    assert.equal(server.mock.cors, null);

    await byId('cors-editor').fill('[{"AllowedMethods":["GET"],"AllowedOrigins":["https://a.example"]}]');
    await error.waitFor({ state: 'hidden' });
    await byId('cors-save').click();
    await byId('cors-note').getByText('Saved.').waitFor();
    assert.match(await byId('cors-editor').inputValue(), /^\[\n {4}\{\n {8}"AllowedMethods": \["GET"\],/, 'read back in the console’s form');

    await byId('cors-editor').fill('something else');
    await byId('cors-reset').click();
    assert.match(await byId('cors-editor').inputValue(), /a\.example/);
    await byId('cors-delete').click();
    await byId('cors-note').getByText('Deleted.').waitFor();
    assert.equal(await byId('cors-editor').inputValue(), '');
    assert.equal(server.mock.cors, null);
  });

  test('the behavior’s form saves what was changed and nothing else', async () => {
    const { page, byId, state } = await open(browser, server.url);
    await state('blocked');
    await byId('tab-cors').focus();
    await page.keyboard.press('ArrowRight');
    assert.equal(await byId('tab-behavior').getAttribute('aria-selected'), 'true');
    /** @type {any[]} */
    const sent = [];
    page.on('request', (r) => { if (r.method() === 'PUT') sent.push(r.postDataJSON()); });

    assert.match(await byId('behavior-cache-policy-contents').innerText(), /Not in the key\s+headers, query strings and cookies/);
    await byId('behavior-response-headers-policy').selectOption({ label: 'SimpleCORS' });
    assert.match(await byId('behavior-response-headers-policy-contents').innerText(), /Access-Control-Allow-Origin\s+\*/);
    await byId('behavior-allowed-methods').selectOption('GET,HEAD,OPTIONS');
    await byId('behavior-cache-options').check();
    await byId('behavior-viewer-protocol-policy').selectOption('https-only');
    await byId('behavior-viewer-protocol-policy').selectOption('allow-all');
    await byId('behavior-save').click();
    await byId('behavior-note').getByText('Saved.').waitFor();
    assert.deepEqual(sent, [{
      responseHeadersPolicyId: '60669652-455b-4ae9-85a4-c4c02393f86c',
      allowedMethods: ['GET', 'HEAD', 'OPTIONS'],
      cachedMethods: ['GET', 'HEAD', 'OPTIONS'],
    }]);

    await byId('behavior-response-headers-policy').selectOption('');
    await byId('behavior-reset').click();
    assert.equal(await byId('behavior-response-headers-policy').inputValue(), '60669652-455b-4ae9-85a4-c4c02393f86c');

    await byId('invalidate-path').fill('vod');
    await byId('invalidate').click();
    await byId('invalidate-error').getByText('InvalidArgument').waitFor();
  });

  test('a gap in the feed is caught up', async () => {
    const { page, byId, state } = await open(browser, server.url);
    await state('blocked');
    await page.getByText('live', { exact: true }).waitFor();
    const { mock } = server;
    const before = mock.exchanges.length;
    await page.waitForFunction((n) => document.querySelectorAll('[data-testid=exchange]').length === n, before);
    const model = mock.exchanges.at(-1);
    mock.cutFeeds();
    const missed = { ...model, request: { ...model.request, url: model.request.url.replace(/vod\/[^?]+/, 'vod/missed.m3u8') } };
    mock.publish(missed);
    await page.locator('[data-testid=exchange][data-path="/vod/missed.m3u8"]').waitFor({ timeout: 20_000 });
    assert.equal(await byId('exchange').count(), before + 1, 'and nothing came twice');
  });

  test('hundreds of exchanges stay calm', async () => {
    const { page, byId, state } = await open(browser, server.url);
    await state('blocked');
    await page.getByText('live', { exact: true }).waitFor();
    const { mock } = server;
    const model = mock.exchanges.at(-1);
    const place = () => page.evaluate(() => ['.workbench', '[data-testid=player-status]', '[data-testid=exchange-list]'].map((s) => document.querySelector(s)?.getBoundingClientRect().top));
    const before = await place();
    for (let i = 0; i < 700; i++) mock.publish({ ...model, request: { ...model.request, url: `${model.request.url}?n=${i}` } });
    await page.locator('[data-testid=exchange][data-path$="n=699"]').waitFor();
    assert.deepEqual(await place(), before, 'nothing around the list moved');
    assert.equal(await byId('exchange').count(), 50);
    assert.match(await page.locator('.load-summary').first().innerText(), /^600 exchanges/);
    await page.getByRole('button', { name: 'Show 50 earlier' }).click();
    assert.equal(await byId('exchange').count(), 100);

    await page.keyboard.press('/');
    await page.keyboard.type('n=423');
    await page.waitForFunction(() => document.querySelectorAll('[data-testid=exchange]').length === 1);
    await page.keyboard.type('nothing');
    await page.getByText('None of 600 exchanges matches the filter.').waitFor();
  });

  test('500 exchanges streaming in draw each row once and keep the page as small as it was', async () => {
    const { page, byId, state } = await open(browser, server.url);
    await state('blocked');
    await page.getByText('live', { exact: true }).waitFor();
    await byId('exchange').first().getByRole('button').first().click();
    const { mock } = server;
    const model = mock.exchanges.at(-1);
    await page.evaluate(() => {
      const list = /** @type {any} */ (document.querySelector('exchange-list'));
      const row = list.row;
      Object.assign(globalThis, { drawn: 0 });
      list.row = (/** @type {unknown} */ e) => { /** @type {any} */ (globalThis).drawn++; return row.call(list, e); };
    });
    const stream = async (/** @type {number} */ from, /** @type {number} */ to) => {
      for (let i = from; i < to; i++) {
        mock.publish({ ...model, request: { ...model.request, url: `${model.request.url}?n=${i}` } });
        if (i % 10 === 9) await new Promise((done) => setTimeout(done, 20));
      }
      await page.locator(`[data-testid=exchange][data-path$="n=${to - 1}"]`).waitFor();
      return page.evaluate(() => document.querySelectorAll('exchange-list *').length);
    };
    const early = await stream(0, 100);
    const late = await stream(100, 500);
    assert.ok(Math.abs(late - early) < 20, `the list had ${early} elements after 100 and ${late} after 500`);
    assert.equal(await byId('exchange').count(), 50);
    const drawn = await page.evaluate(() => /** @type {any} */ (globalThis).drawn);
    // What the player asks meanwhile comes on top.
    assert.ok(drawn >= 50 && drawn <= 600, `${drawn} rows were drawn for 500 exchanges`);
  });

  test('rows are walked with the arrows, and told for the browser that was chosen', async () => {
    const { page, byId, state } = await open(browser, server.url);
    await state('blocked');
    const rows = page.locator('button.row');
    await rows.nth(1).waitFor();
    // What arrives meanwhile stands above these two.
    const [upper, lower] = await rows.elementHandles();
    await upper.focus();
    await page.keyboard.press('ArrowDown');
    assert.ok(await lower.evaluate((e) => e === document.activeElement));
    await page.keyboard.press('Enter');
    assert.equal(await lower.getAttribute('aria-expanded'), 'true');
    await page.getByRole('radio', { name: 'Firefox' }).check();
    assert.match(await byId('journey').innerText(), /Firefox/);
    assert.match(await byId('exchange').first().innerText(), /CORSMissingAllowOrigin2/);
  });

  test('reset brings everything back', async () => {
    server.mock.cors = [{ AllowedMethods: ['GET'], AllowedOrigins: ['*'] }];
    server.mock.behavior.originRequestPolicyId = '88a5eaf4-2fd4-4709-b370-b4c650ea3fcf';
    server.mock.pristine = false;
    const { page, byId, state } = await open(browser, server.url);
    await state('playing');
    assert.equal(await byId('story').count(), 0, 'no story in a world that somebody changed');
    await byId('reset-world').click();
    await state('blocked');
    assert.equal(await byId('cors-editor').inputValue(), '');
    assert.equal(await page.locator('[data-testid=load]').count(), 1);
    assert.equal(await byId('story').getAttribute('data-step'), '1');
  });

  test('an empty world says what to run', async () => {
    server.mock.empty = true;
    const { page, faults, byId } = await open(browser, server.url);
    await page.getByText('emulator serve').waitFor();
    await page.getByText('AWS_ACCESS_KEY_ID=test AWS_SECRET_ACCESS_KEY=test AWS_DEFAULT_REGION=us-east-1 aws --endpoint-url http://localhost:4566 s3 mb s3://media').waitFor();
    await byId('tab-behavior').click();
    await page.getByText('cloudfront create-distribution --origin-domain-name').waitFor();
    await page.getByText('Nothing has arrived yet.').waitFor();
    await page.keyboard.press('r');
    assert.equal(await byId('story').count(), 0);
    assert.deepEqual(await accessibilityFaults(page), []);
    assert.deepEqual(faults, []);
  });

  test('the colours are the system’s until the reader chooses', async () => {
    const { page, byId, state } = await open(browser, server.url, { colorScheme: 'light' });
    await state('blocked');
    const ground = () => page.evaluate(() => getComputedStyle(document.documentElement).backgroundColor);
    const light = await ground();
    await byId('theme').selectOption('dark');
    const dark = await ground();
    assert.notEqual(dark, light);
    await page.reload();
    assert.equal(await ground(), dark, 'the choice is remembered');
    await byId('theme').selectOption('system');
    assert.equal(await ground(), light);
  });

  test('an emulator that is gone is said to be gone', async () => {
    const other = await serve();
    const { page, byId, state } = await open(browser, other.url);
    await state('blocked');
    await other.close();
    await page.getByText('not connected: trying again').waitFor();
    await byId('cors-editor').fill('[]');
    await byId('cors-error').getByText('The emulator does not answer').waitFor();
  });

  for (const colorScheme of /** @type {const} */ (['light', 'dark'])) {
    for (const width of [390, 1600]) {
      test(`${colorScheme}, ${width} px: fits, and axe has nothing to say`, async () => {
        const { page, byId, state } = await open(browser, server.url, { colorScheme, viewport: { width, height: 900 }, reducedMotion: 'reduce' });
        await state('blocked');
        await byId('exchange').first().getByRole('button').click();
        await byId('journey').waitFor();
        await byId('cors-editor').fill('[{"AllowedMethods":["PATCH"],"AllowedOrigins":["*"]}]');
        await byId('cors-error').getByText('PATCH').waitFor();
        const overflow = () => page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
        assert.equal(await overflow(), 0, 'nothing sticks out at the side');
        assert.deepEqual(await accessibilityFaults(page), []);
        await page.screenshot({ path: join(shots, `player-cors-${colorScheme}-${width}.png`), fullPage: true });
        await byId('tab-behavior').click();
        assert.equal(await overflow(), 0, 'nothing sticks out at the side');
        assert.deepEqual(await accessibilityFaults(page), []);
        await page.screenshot({ path: join(shots, `player-behavior-${colorScheme}-${width}.png`), fullPage: true });
      });
    }
  }

  test('fits from narrow to ultrawide', async () => {
    const { page, byId, state } = await open(browser, server.url);
    await state('blocked');
    await byId('exchange').first().getByRole('button').click();
    for (const tab of ['tab-cors', 'tab-behavior']) {
      await byId(tab).click();
      for (const width of [320, 390, 560, 720, 1000, 1100, 1200, 1920, 3440]) {
        await page.setViewportSize({ width, height: 900 });
        const overflow = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
        assert.equal(overflow, 0, `${tab} at ${width} px sticks out at the side`);
      }
      await page.screenshot({ path: join(shots, `player-${tab}-3440.png`) });
    }
  });
});
