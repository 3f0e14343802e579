// The real emulator, with the page as it was just built in it.
import { execFile, spawn, spawnSync } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const root = fileURLToPath(new URL('../../..', import.meta.url));

/** False, or why the tests against the emulator are skipped; with $EMULATOR set they never are. */
export const noEmulator = process.env.EMULATOR || spawnSync('go', ['version']).status === 0 ? false : 'no Go here to build the emulator with';

/**
 * Starts $EMULATOR, else what `go build` makes of this tree, on free ports.
 * @param {string[]} args
 */
export async function startEmulator(args = []) {
  const dir = await mkdtemp(join(tmpdir(), 'crossfront-emulator-'));
  const binary = process.env.EMULATOR || join(dir, 'emulator');
  if (!process.env.EMULATOR) {
    await promisify(execFile)('go', ['build', '-trimpath', '-o', binary, './cmd/emulator'], { cwd: root, env: { ...process.env, CGO_ENABLED: '0' } });
  }
  const any = '127.0.0.1:0';
  const child = spawn(binary, ['--aws', any, '--edge', any, '--edge-tls', any, '--console', any, '--log-format', 'json', ...args], { stdio: ['ignore', 'ignore', 'pipe'] });
  const ended = new Promise((done) => child.once('exit', done));
  /** @type {{console: string, edge: string}} */
  const addresses = await new Promise((done, fail) => {
    let text = '';
    child.once('exit', (code) => fail(new Error(`the emulator ended with ${code}: ${text}`)));
    child.stderr.on('data', (chunk) => {
      text += chunk;
      const line = text.split('\n').find((l) => l.includes('"msg":"ready"'));
      if (line?.endsWith('}')) done(JSON.parse(line));
    });
  });
  return {
    url: addresses.console.replace('127.0.0.1', 'localhost'),
    port: new URL(addresses.edge).port,
    async close() {
      child.kill('SIGTERM');
      await ended;
      await rm(dir, { recursive: true, force: true });
    },
  };
}
