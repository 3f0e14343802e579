// zarrita, the Zarr reader: asks for the end of a file, where shards have their
// index, by HEAD and a range, or by a range from the end.
import FetchStore from '@zarrita/storage/fetch';

export default async function ({ url, suffix = false }) {
  const at = new URL(url);
  const store = new FetchStore(at.origin, { useSuffixRequest: suffix });
  const bytes = await store.getRange(at.pathname, { suffixLength: 8 });
  return { ok: bytes.length === 8, what: `${bytes.length} bytes` };
}
