// The AWS SDK for JavaScript: the uploads that a web app makes, as an app would
// make them. Nothing of the SDK's defaults is changed but the endpoint. Each
// function answers with plain data; what went wrong is in its member "error".
import {
  CompleteMultipartUploadCommand,
  ListPartsCommand,
  PutObjectCommand,
  S3Client,
  UploadPartCommand,
} from '@aws-sdk/client-s3';
import { Upload } from '@aws-sdk/lib-storage';
import { createPresignedPost } from '@aws-sdk/s3-presigned-post';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';

const partSize = 5 * 1024 * 1024; // S3's smallest part but the last

/** client is one with the credentials of a test account. */
export const client = (endpoint, virtualHosted = false, settings = {}) =>
  new S3Client({
    endpoint,
    region: 'us-east-1',
    forcePathStyle: !virtualHosted,
    maxAttempts: 1,
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
    ...settings,
  });

/** told turns a failure into data. */
const told = (error) => ({ error: `${error.name}: ${error.message}` });

/** content is a blob whose every 64 KiB differ: a part put in a wrong place shows. */
function content(bytes) {
  const data = new Uint8Array(bytes);
  for (let i = 0; i < bytes; i += 1 << 16) data.fill((i >> 16) % 251, i, Math.min(i + (1 << 16), bytes));
  return new Blob([data], { type: 'application/octet-stream' });
}

async function sha256(blob) {
  const digest = await crypto.subtle.digest('SHA-256', await blob.arrayBuffer());
  return Array.from(new Uint8Array(digest), (b) => b.toString(16).padStart(2, '0')).join('');
}

/**
 * presignedPut signs a URL, as a server would, and sends a file to it. The
 * signature covers the host alone, unless signType is set; type and headers are
 * what the page then sends.
 */
export async function presignedPut({ endpoint, bucket, key, text, virtualHosted, signType, type = 'image/png', headers = {}, settings }) {
  const command = new PutObjectCommand({ Bucket: bucket, Key: key, ContentType: 'image/png' });
  const signableHeaders = signType && new Set(['host', 'content-type']);
  const url = await getSignedUrl(client(endpoint, virtualHosted, settings), command, { expiresIn: 60, signableHeaders });
  return send(url, { method: 'PUT', headers: { 'content-type': type, ...headers }, body: text });
}

/** presignedPutXHR does it as upload widgets do, which show a progress bar. */
export async function presignedPutXHR({ endpoint, bucket, key, text }) {
  const command = new PutObjectCommand({ Bucket: bucket, Key: key, ContentType: 'image/png' });
  return sendXHR('PUT', await getSignedUrl(client(endpoint), command, { expiresIn: 60 }), { 'content-type': 'image/png' }, text);
}

/** presignedPost sends a form; headers are what an upload widget adds to it. */
export async function presignedPost({ headers = {}, ...of }) {
  const { url, form } = await signedForm(of);
  return send(url, { method: 'POST', headers, body: form });
}

/** presignedPostXHR sends it with a progress bar, for whose sake browsers ask first. */
export async function presignedPostXHR(of) {
  const { url, form } = await signedForm(of);
  return sendXHR('POST', url, {}, form);
}

/** signedForm is a file's form, with a signature that is not its own if spoilt. */
export async function signedForm({ endpoint, bucket, key, text, spoilt, virtualHosted }) {
  const { url, fields } = await createPresignedPost(client(endpoint, virtualHosted), {
    Bucket: bucket,
    Key: key,
    Fields: { 'Content-Type': 'text/plain', success_action_status: '201' },
    Conditions: [['content-length-range', 1, 1 << 20]],
    Expires: 60,
  });
  if (spoilt) fields['X-Amz-Signature'] = '0'.repeat(64);
  const form = new FormData();
  for (const [name, value] of Object.entries(fields)) form.append(name, value);
  form.append('file', new Blob([text], { type: 'text/plain' }), 'hello.txt');
  return { url, form };
}

async function send(url, init) {
  try {
    const res = await fetch(url, init);
    return needETag(res.status, res.headers.get('etag'), await res.text());
  } catch (error) {
    return told(error);
  }
}

function sendXHR(method, url, headers, body) {
  return new Promise((resolve) => {
    const xhr = new XMLHttpRequest();
    const progress = [];
    xhr.upload.onprogress = ({ loaded, total }) => progress.push({ loaded, total });
    // All that a page learns is that something went wrong.
    xhr.onerror = () => resolve({ error: `error event, status ${xhr.status}`, progress });
    xhr.onload = () => resolve({ ...needETag(xhr.status, xhr.getResponseHeader('ETag'), xhr.responseText), progress });
    xhr.open(method, url);
    for (const [name, value] of Object.entries(headers)) xhr.setRequestHeader(name, value);
    xhr.send(body);
  });
}

/** needETag fails as upload widgets do that must know what they have stored. */
function needETag(status, etag, body) {
  const named = (name) => new DOMParser().parseFromString(body, 'application/xml').querySelector(name)?.textContent;
  const answer = { status, etag, key: body && named('Key') };
  if (status >= 300) answer.error = `${status} ${named('Code')}`;
  else if (!etag) answer.error = 'the ETag header cannot be read';
  return answer;
}

/** multipart sends a file in parts and counts the progress that it is told of. */
export async function multipart({ endpoint, bucket, key, bytes, virtualHosted, settings }) {
  const blob = content(bytes);
  const progress = [];
  const upload = new Upload({
    client: client(endpoint, virtualHosted, settings),
    params: { Bucket: bucket, Key: key, Body: blob },
    partSize,
    queueSize: 2,
  });
  upload.on('httpUploadProgress', ({ loaded, total, part }) => progress.push({ loaded, total, part }));
  try {
    const { ETag: etag } = await upload.done();
    return { etag, progress, sha256: await sha256(blob) };
  } catch (error) {
    return { ...told(error), progress };
  }
}

/** abort starts an upload and gives it up after its first part. */
export async function abort({ endpoint, bucket, key, bytes, keepParts }) {
  const upload = new Upload({
    client: client(endpoint),
    params: { Bucket: bucket, Key: key, Body: content(bytes) },
    partSize,
    queueSize: 1,
    leavePartsOnError: keepParts,
  });
  upload.on('httpUploadProgress', () => upload.abort());
  try {
    await upload.done();
    return { error: 'Error: the upload ended before it was given up' };
  } catch (error) {
    return { ...told(error), uploadId: upload.uploadId };
  }
}

/** resume sends the parts that an upload lacks, and completes it. */
export async function resume({ endpoint, bucket, key, bytes, uploadId }) {
  const s3 = client(endpoint);
  const blob = content(bytes);
  const upload = { Bucket: bucket, Key: key, UploadId: uploadId };
  const named = ({ PartNumber, ETag, ChecksumCRC32 }) => ({ PartNumber, ETag, ChecksumCRC32 });
  try {
    const { Parts: there = [] } = await s3.send(new ListPartsCommand(upload));
    const parts = there.map(named);
    for (let number = 1; (number - 1) * partSize < bytes; number++) {
      if (parts.some((part) => part.PartNumber === number)) continue;
      const body = new Uint8Array(await blob.slice((number - 1) * partSize, number * partSize).arrayBuffer());
      const sent = await s3.send(new UploadPartCommand({ ...upload, PartNumber: number, Body: body }));
      parts.push(named({ ...sent, PartNumber: number }));
    }
    parts.sort((a, b) => a.PartNumber - b.PartNumber);
    const { ETag: etag } = await s3.send(new CompleteMultipartUploadCommand({ ...upload, MultipartUpload: { Parts: parts } }));
    return { etag, found: there.length, sha256: await sha256(blob) };
  } catch (error) {
    return told(error);
  }
}

/** put sends a text by the SDK itself, which signs it in the page. */
async function put({ endpoint, bucket, key, text, type = 'text/plain', virtualHosted, settings }) {
  try {
    const { ETag: etag } = await client(endpoint, virtualHosted, settings).send(new PutObjectCommand({ Bucket: bucket, Key: key, Body: text, ContentType: type }));
    return { etag };
  } catch (error) {
    return told(error);
  }
}

/** A scenario's client: one of the calls. Not all need to read what S3 answers. */
export default async function ({ call, ...of }) {
  const { error, status } = await { presignedPut, multipart, put }[call](of);
  return error && !(status < 300) ? { ok: false, what: error } : { ok: true, what: 'uploaded' };
}
