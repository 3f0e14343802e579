// fetch: whether a page may read what it asks for.
export default async function ({ url, ...init }) {
  const res = await fetch(url, init);
  const { length } = await res.text();
  return { ok: res.ok, what: `${res.status}, ${length} characters` };
}
