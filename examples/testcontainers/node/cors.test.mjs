import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { GenericContainer, Wait } from 'testcontainers';

const seed = `
buckets:
  - name: media
    cors: [{AllowedOrigins: ["https://app.example.com"], AllowedMethods: [GET]}]
`;

let emulator;
before(async () => {
  emulator = await new GenericContainer(process.env.CROSSFRONT_IMAGE ?? 'crossfront')
    .withEnvironment({ EMULATOR_SEED: seed })
    .withExposedPorts(4566)
    .withWaitStrategy(Wait.forHealthCheck()) // the image's own: healthy means seeded
    .start();
});
after(() => emulator?.stop());

test('the app may read, and others may not', async () => {
  const url = `http://${emulator.getHost()}:${emulator.getMappedPort(4566)}/media/a.txt`;
  const ask = (origin) => fetch(url, { method: 'OPTIONS', headers: { Origin: origin, 'Access-Control-Request-Method': 'GET' } });
  assert.equal((await ask('https://app.example.com')).headers.get('Access-Control-Allow-Origin'), 'https://app.example.com');
  assert.equal((await ask('https://evil.example')).status, 403);
});
