// The app's own tests: its page in a real browser, and what it stores by the SDK.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { chromium } from 'playwright-core';
import { PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { why } from './why.mjs';

let browser;
beforeAll(async () => {
  browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: ['--no-sandbox'] });
});
afterAll(() => browser?.close());

test('the page shows its playlist', async () => {
  // The emulator's certificates are its own.
  const page = await browser.newPage({ ignoreHTTPSErrors: true });
  await page.goto('http://app.example.com/');
  const state = page.locator('[data-state]:not([data-state=loading])');
  await state.waitFor();
  expect(await state.getAttribute('data-state'), await why()).toBe('ready');
  expect(await state.textContent()).toBe('#EXTM3U');
});

test('what the SDK stores, the page reads', async () => {
  const s3 = new S3Client({}); // endpoint, region and credentials are in the environment
  await s3.send(new PutObjectCommand({ Bucket: 'media', Key: 'note.txt', Body: 'hello' }));
  const page = await browser.newPage({ ignoreHTTPSErrors: true });
  await page.goto('http://app.example.com/');
  const text = await page.evaluate(() => fetch('https://cdn.example.com/note.txt').then((r) => r.text(), (cause) => cause.message));
  expect(text, await why()).toBe('hello');
});
