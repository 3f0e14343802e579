// axios with the app's token on every request, as interceptors put it there.
import axios from 'axios';

export default async function ({ url, token }) {
  const app = axios.create();
  app.interceptors.request.use((config) => {
    if (token) config.headers.Authorization = `Bearer ${token}`;
    return config;
  });
  const { status, data } = await app.get(url, { responseType: 'arraybuffer' });
  return { ok: true, what: `${status}, ${data.byteLength} bytes` };
}
