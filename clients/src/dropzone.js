// Dropzone: uploads a text by a presigned form, with the headers that it adds by
// itself or without.
import Dropzone from 'dropzone';
import { signedForm } from './awssdk.js';

export default async function ({ text, defaultHeaders = true, ...of }) {
  const { url, form } = await signedForm({ text, ...of });
  form.delete('file');
  const element = document.createElement('div');
  document.body.append(element);
  const dropzone = new Dropzone(element, { url, params: () => Object.fromEntries(form), defaultHeaders, maxThumbnailFilesize: 0 });
  const said = new Promise((resolve) => {
    dropzone.on('success', () => resolve({ ok: true, what: 'uploaded' }));
    dropzone.on('error', (_, message) => resolve({ ok: false, what: typeof message === 'string' ? message : message.message }));
  });
  dropzone.addFile(new File([text], 'hello.txt', { type: 'text/plain' }));
  return said;
}
