// A web font: loads it, and measures a letter. Those of testdata's font are twice
// as wide as they are high.
export default async function ({ url }) {
  const face = new FontFace('Squares', `url(${url})`);
  await face.load();
  document.fonts.add(face);
  const letter = document.createElement('span');
  letter.style.font = '50px Squares';
  letter.textContent = 'A';
  document.body.append(letter);
  const { width } = letter.getBoundingClientRect();
  return { ok: width === 100, what: `${width} px` };
}
