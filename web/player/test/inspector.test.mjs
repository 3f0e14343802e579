// The inspector against the real emulator: from a red line to an allowed request.
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { after, afterEach, before, beforeEach, describe, test } from 'node:test';
import { accessibilityFaults, artifacts, launch, noBrowser, open, tabTo } from './browser.mjs';
import { noEmulator, startEmulator } from './emulator.mjs';

describe('the inspector', { skip: noBrowser || noEmulator }, () => {
  /** @type {Awaited<ReturnType<typeof launch>>} */
  let browser;
  /** @type {Awaited<ReturnType<typeof startEmulator>>} */
  let emulator;
  let shots = '';

  before(async () => {
    [browser, emulator, shots] = await Promise.all([launch(), startEmulator(), artifacts()]);
  });
  after(async () => {
    await browser?.close();
    await emulator?.close();
  });
  beforeEach(async () => {
    const answer = await fetch(`${emulator.url}/api/reset`, { method: 'POST' });
    assert.equal(answer.status, 204);
  });
  afterEach(async () => {
    for (const context of browser.contexts()) await context.close();
  });

  const blocked = '[data-testid=exchange][data-path="/vod/index.m3u8"][data-verdict=blocked]';

  test('faults that are set are shown, and whether anything has their name', async () => {
    const set = (/** @type {object} */ fault) => fetch(`${emulator.url}/api/faults`, { method: 'PUT', body: JSON.stringify(fault) });
    await set({ bucket: 'medai', status: 503 });
    const { page, faults, state } = await open(browser, emulator.url);
    await state('blocked');
    assert.equal(await page.getByTestId('faults').innerText(),
      'Injected fault: status 503 on bucket medai, from the console. It acts on nothing: there is no bucket medai yet; did you mean media?');
    assert.deepEqual(await accessibilityFaults(page), []);
    await page.screenshot({ path: join(shots, 'faults.png'), fullPage: true });
    await set([]);
    await page.evaluate(() => document.dispatchEvent(new Event('visibilitychange'))); // the reader comes back to the tab
    await page.getByTestId('faults').waitFor({ state: 'detached' });
    assert.deepEqual(faults, []);
  });

  test('the arrows walk from the head of a page load to its exchanges and back', async () => {
    const { page, state } = await open(browser, emulator.url);
    await state('blocked');
    const head = page.locator('.load-head').first();
    await head.focus();
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    await page.getByTestId('journey').waitFor();
    await page.keyboard.press('ArrowUp');
    assert.ok(await head.evaluate((e) => e === document.activeElement));
  });

  for (const colorScheme of /** @type {const} */ (['light', 'dark'])) {
    test(`${colorScheme}: open a blocked exchange, read why, apply, replay, see it allowed`, async () => {
      const { page, faults, state } = await open(browser, emulator.url, { colorScheme });
      await state('blocked');
      await page.locator(blocked).first().getByRole('button').click();
      let shown = page.getByTestId('journey');
      assert.match(await shown.innerText(), /Blocked: MissingAllowOriginHeader/);
      assert.match(await shown.getByTestId('advice').innerText(), /Origin/);
      assert.deepEqual(await accessibilityFaults(page), []);
      await shown.scrollIntoViewIfNeeded();
      assert.equal(await shown.locator('.chip[data-struck=true][data-header=Origin]').count(), 1, 'Origin is struck through where it stopped');
      await page.screenshot({ path: join(shots, `inspector-blocked-${colorScheme}.png`), fullPage: true });
      await page.setViewportSize({ width: 390, height: 1000 });
      await shown.screenshot({ path: join(shots, `inspector-blocked-${colorScheme}-390.png`) });
      assert.deepEqual(await accessibilityFaults(page), []);
      await page.setViewportSize({ width: 1600, height: 1000 });

      // Two causes stand in the way, one behind the other: the behavior, then the bucket.
      const seen = [];
      for (const verdict of ['blocked', 'allowed']) {
        const done = shown.getByTestId('outcomes').first();
        await shown.getByTestId('apply').first().click();
        await shown.getByTestId('replay-after').waitFor();
        seen.push(await done.innerText());
        const id = await shown.locator('xpath=ancestor::li[@data-id]').getAttribute('data-id');
        await shown.getByTestId('replay-after').click();
        const compared = page.getByTestId('compared').first();
        await compared.waitFor();
        shown = page.locator(`[data-testid=exchange][data-verdict=${verdict}]:not([data-id="${id}"])`).first().getByTestId('journey');
        await shown.waitFor();
      }
      assert.match(seen[0], /^Done: Sets the origin request policy of behavior \* to Managed-CORS-S3Origin \S+\s+Done: Invalidates \/\* of distribution EDEMO$/);
      assert.match(seen[1], /^Done: Adds a CORS rule to bucket media/);
      assert.match(await page.getByTestId('compared').first().innerText(), /Chromium: blocked → allowed/);
      assert.match(await shown.innerText(), /Chromium hands the answer to the page/);
      // The consoles show what was applied.
      await page.waitForFunction(() => /** @type {HTMLTextAreaElement | null} */ (document.querySelector('[data-testid=cors-editor]'))?.value.includes('AllowedOrigins'));
      assert.equal(await page.getByTestId('behavior-origin-request-policy').inputValue(), '88a5eaf4-2fd4-4709-b370-b4c650ea3fcf');
      assert.deepEqual(await accessibilityFaults(page), []);
      await page.screenshot({ path: join(shots, `inspector-allowed-${colorScheme}.png`), fullPage: true });
      assert.deepEqual(faults, []);
    });
  }

  test('rules, cache key and headers say what was decided; a preflight stands over its request', async () => {
    const cors = [{ AllowedMethods: ['GET', 'PUT'], AllowedOrigins: ['https://app.example/'], AllowedHeaders: ['*'] }, { AllowedMethods: ['POST'], AllowedOrigins: ['https://other.example'] }];
    await fetch(`${emulator.url}/api/buckets/media/cors`, { method: 'PUT', body: JSON.stringify(cors) });
    const behavior = { originRequestPolicyId: '88a5eaf4-2fd4-4709-b370-b4c650ea3fcf', allowedMethods: ['GET', 'HEAD', 'OPTIONS'] };
    await fetch(`${emulator.url}/api/distributions/EDEMO/behaviors/0`, { method: 'PUT', body: JSON.stringify(behavior) });
    const { page, byId, state } = await open(browser, emulator.url, { reducedMotion: 'reduce' });
    await state('blocked');
    // The page asks as another page would, with a header that needs a preflight.
    await page.evaluate((url) => fetch(url, { headers: { 'X-Mine': '1' } }).catch(() => {}), `http://edemo.cloudfront.localhost:${emulator.port}/vod/index.m3u8`);
    const preflight = page.locator('[data-testid=exchange][data-method=OPTIONS]').first();
    await preflight.getByRole('button').first().click();
    await byId('look-rules').click();
    const rules = byId('rules').locator('tbody tr');
    assert.equal(await rules.count(), 2);
    assert.deepEqual(await rules.evaluateAll((all) => all.map((r) => r.getAttribute('data-nearest'))), ['true', 'false']);
    assert.match(await rules.first().innerText(), /no match\s+nearest miss/);
    assert.deepEqual(await accessibilityFaults(page), []);
    await page.screenshot({ path: join(shots, 'inspector-rules-1600.png'), fullPage: true });

    await byId('tab-cors').focus();
    await fetch(`${emulator.url}/api/buckets/media/cors`, { method: 'PUT', body: JSON.stringify([{ AllowedMethods: ['GET'], AllowedOrigins: [emulator.url], AllowedHeaders: ['*'], ExposeHeaders: ['ETag'] }]) });
    await fetch(`${emulator.url}/api/distributions/EDEMO/invalidations`, { method: 'POST', body: '{"paths":["/*"]}' });
    await preflight.locator('.row').click();
    const status = await page.evaluate((url) => fetch(url, { headers: { 'X-Mine': '2' } }).then((r) => r.status), `http://edemo.cloudfront.localhost:${emulator.port}/vod/index.m3u8`);
    assert.equal(status, 200);
    await page.locator('[data-testid=exchange][data-method=GET][data-verdict=allowed]').first().locator('.row').click();
    await byId('pair').waitFor();
    assert.deepEqual(await byId('pair').locator('h4').allInnerTexts(), ['Preflight: OPTIONS Open it', 'Request: GET']);
    assert.equal(await byId('picture').count(), 2);
    await byId('look-key').click();
    assert.match(await byId('cache-key').innerText(), /Forwarded, not in the key[^]*Origin/);
    await byId('look-headers').click();
    assert.equal(await page.locator('[data-header=origin][data-fate=kept]').count(), 1);
    assert.equal(await page.locator('[data-header=user-agent][data-fate=changed]').count(), 1);
    assert.equal(await page.locator('[data-header=x-amz-id-2][data-fate=removed]').count(), 1);
    await page.locator('.engine-verdict[data-engine=firefox]').click();
    assert.match(await byId('journey').innerText(), /Firefox allows it/);
    for (const width of [320, 390, 720, 1200, 1600, 1920, 3440]) {
      await page.setViewportSize({ width, height: 1000 });
      for (const look of ['look-steps', 'look-key', 'look-headers']) {
        await byId(look).click();
        assert.equal(await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth), 0, `${look} at ${width} px sticks out at the side`);
      }
      assert.deepEqual(await accessibilityFaults(page), []);
      if ([390, 1920].includes(width)) {
        await byId('look-key').click();
        await byId('journey').screenshot({ path: join(shots, `inspector-pair-${width}.png`) });
      }
    }
  });

  test('the cache tells what lies in it, the clock moves, filters and HAR are there', async () => {
    const { page, byId, state } = await open(browser, emulator.url);
    await state('blocked');
    await byId('tab-cache').click();
    const stored = page.locator('[data-testid=stored][data-path="/vod/index.m3u8"]');
    await stored.first().waitFor();
    assert.match(await stored.first().innerText(), /SEA19-C1 · 200 · 455 B · [^·]+ old · fresh for [^]*Stored for a request with Origin http\S+, without Allow-Origin/);
    await page.getByRole('button', { name: '+1 day' }).click();
    await page.getByText('(1 d ahead)').waitFor();
    await stored.first().getByText('expired').waitFor();
    await page.getByRole('button', { name: 'Now', exact: true }).click();
    await page.locator('[data-testid=clock][data-ahead="0"]').waitFor();
    assert.deepEqual(await accessibilityFaults(page), []);
    await page.screenshot({ path: join(shots, 'inspector-cache-1600.png') });
    const before = await stored.count();
    await stored.first().getByRole('button', { name: /^Invalidate/ }).click();
    await page.waitForFunction((n) => document.querySelectorAll('[data-testid=stored][data-path="/vod/index.m3u8"]').length < n, before);

    await fetch(`http://127.0.0.1:${emulator.port}/none`);
    await page.locator('[data-testid=exchange][data-path="/none"]').waitFor();
    await byId('place').selectOption('bucket:media');
    assert.ok(await byId('exchange').count() > 0);
    await byId('place').selectOption('');
    await byId('verdict').selectOption('none');
    assert.deepEqual(await byId('exchange').evaluateAll((all) => all.map((e) => e.getAttribute('data-path'))), ['/none']);
    await byId('verdict').selectOption('blocked');
    assert.equal(await page.locator('[data-testid=exchange]:not([data-verdict=blocked])').count(), 0);
    assert.ok(await byId('exchange').count() > 0);
    const download = page.waitForEvent('download');
    await byId('har').click();
    assert.equal((await download).suggestedFilename(), 'exchanges.har');
    await page.setViewportSize({ width: 390, height: 900 });
    assert.equal(await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth), 0);
    await page.screenshot({ path: join(shots, 'inspector-cache-390.png'), fullPage: true });
  });

  test('a refusal is told in the server’s words, and what comes after it is not tried', async () => {
    const { page, state } = await open(browser, emulator.url);
    await state('blocked');
    await page.locator(blocked).first().getByRole('button').click();
    let calls = 0;
    await page.route('**/api/distributions/**', (route) => {
      calls++;
      return route.fulfill({ status: 404, json: { errors: [{ code: 'NoSuchDistribution', message: 'The specified distribution does not exist.' }] } });
    });
    await page.getByTestId('apply').first().click();
    await page.getByText('NoSuchDistribution: The specified distribution does not exist.').waitFor();
    assert.equal(await page.locator('[data-testid=outcomes] li').count(), 1);
    assert.equal(await page.getByTestId('replay-after').count(), 0);
    assert.equal(calls, 1);
  });

  test('without a mouse: walk, open, replay with a change, and come back by the link', async () => {
    const { page, state } = await open(browser, emulator.url);
    await state('blocked');
    await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
    await page.locator(`${blocked} button.row`).first().focus();
    await page.keyboard.press('Enter');
    await page.getByTestId('journey').waitFor();
    await page.keyboard.press('c');
    await page.getByText('Copied').waitFor();
    const command = await page.evaluate(() => navigator.clipboard.readText());
    assert.match(command, new RegExp(`^curl -i .*-H 'Origin: ${emulator.url}'.* 'http://edemo\\.cloudfront\\.localhost:${emulator.port}/vod/index\\.m3u8`));

    await page.keyboard.press('r');
    await page.getByTestId('compared').waitFor();
    assert.match(await page.getByTestId('compared').innerText(), /still blocked|cache: miss → hit/);

    const id = await page.evaluate(() => document.activeElement?.closest('[data-id]')?.getAttribute('data-id'));
    assert.equal(new URL(page.url()).hash, `#exchange=${id}`, 'the address names what was opened last');
    await tabTo(page, 'replay-change');
    await page.keyboard.press('Enter');
    await page.locator('replay-form [name=origin]').fill('');
    await page.locator('replay-form [name=pop]').fill('NRT20-C1');
    await page.keyboard.press('Enter');
    await page.getByText(/Chromium: blocked → not CORS/).waitFor();

    await page.reload();
    await page.locator(`[data-id="${new URL(page.url()).hash.replace('#exchange=', '')}"] [data-testid=journey]`).waitFor();
    await page.evaluate(() => { location.hash = '#exchange=none'; });
    await page.getByText('NoSuchExchange: No exchange none is kept.').first().waitFor();
  });
});
