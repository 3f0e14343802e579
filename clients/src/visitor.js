// Another visitor of the site, who asks without CORS, as an img without
// crossorigin does, and whose browser keeps nothing for ours.
export default async function ({ url }) {
  await fetch(url, { mode: 'no-cors', cache: 'no-store' });
  return { ok: true, what: 'loaded' };
}
