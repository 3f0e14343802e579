// What the emulator says of the requests that a browser blocked: for a test's message.
export async function why(emulator = 'http://emulator:3000') {
  const exchanges = await fetch(`${emulator}/api/exchanges?limit=50`).then((r) => r.json());
  const lines = exchanges
    .filter((x) => x.browser?.chromium.allowed === false)
    .map((x) => [
      `${x.request.method} ${x.request.url}: ${x.browser.chromium.message}`,
      ...x.advice.slice(0, 1).map((a) => `${a.what} ${a.fix}`),
    ].join('\n  '));
  return [...new Set(lines)].join('\n') || 'no request was blocked';
}
