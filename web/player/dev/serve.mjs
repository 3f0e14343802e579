// `npm run dev`: the page against the stand-in, without the emulator.
import { fileURLToPath } from 'node:url';
import { startMock } from './mock.mjs';

const { url } = await startMock({
  pages: fileURLToPath(new URL('../dist', import.meta.url)),
  media: fileURLToPath(new URL('../../../emulator/demo/media', import.meta.url)),
  consolePort: Number(process.env.PORT ?? 0),
});
console.log(url);
