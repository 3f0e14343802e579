// The uploads that a web app makes, with the AWS SDK as an app would use it:
// nothing of the SDK's defaults is changed but the endpoint. Each function
// answers with plain data; what went wrong is in its member "error".
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

const client = (endpoint) =>
  new S3Client({
    endpoint,
    region: 'us-east-1',
    forcePathStyle: true,
    maxAttempts: 1,
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
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

/** presignedPut signs a URL, as a server would, and sends a file to it. */
async function presignedPut({ endpoint, bucket, key, text }) {
  const url = await getSignedUrl(client(endpoint), new PutObjectCommand({ Bucket: bucket, Key: key, ContentType: 'image/png' }), { expiresIn: 60 });
  try {
    const res = await fetch(url, { method: 'PUT', headers: { 'content-type': 'image/png' }, body: text });
    return needETag({ status: res.status, etag: res.headers.get('etag') });
  } catch (error) {
    return told(error);
  }
}

/** presignedPost sends a form; headers are what an upload widget adds to it. */
async function presignedPost({ endpoint, bucket, key, text, headers }) {
  const { url, fields } = await createPresignedPost(client(endpoint), {
    Bucket: bucket,
    Key: key,
    Fields: { 'Content-Type': 'text/plain', success_action_status: '201' },
    Conditions: [['content-length-range', 1, 1 << 20]],
    Expires: 60,
  });
  const form = new FormData();
  for (const [name, value] of Object.entries(fields)) form.append(name, value);
  form.append('file', new Blob([text], { type: 'text/plain' }), 'hello.txt');
  try {
    const res = await fetch(url, { method: 'POST', headers: headers ?? {}, body: form });
    const document = new DOMParser().parseFromString(await res.text(), 'application/xml');
    return needETag({ status: res.status, etag: res.headers.get('etag'), key: document.querySelector('Key')?.textContent });
  } catch (error) {
    return told(error);
  }
}

/** needETag fails as upload widgets do that must know what they have stored. */
function needETag(answer) {
  if (answer.status >= 300) answer.error = `Error: status ${answer.status}`;
  else if (!answer.etag) answer.error = 'Error: the ETag header cannot be read';
  return answer;
}

/** multipart sends a file in parts and counts the progress that it is told of. */
async function multipart({ endpoint, bucket, key, bytes }) {
  const blob = content(bytes);
  const progress = [];
  const upload = new Upload({ client: client(endpoint), params: { Bucket: bucket, Key: key, Body: blob }, partSize, queueSize: 2 });
  upload.on('httpUploadProgress', ({ loaded, total, part }) => progress.push({ loaded, total, part }));
  try {
    const { ETag: etag } = await upload.done();
    return { etag, progress, sha256: await sha256(blob) };
  } catch (error) {
    return { ...told(error), progress };
  }
}

/** abort starts an upload and gives it up after its first part. */
async function abort({ endpoint, bucket, key, bytes, keepParts }) {
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
async function resume({ endpoint, bucket, key, bytes, uploadId }) {
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

window.uploads = { presignedPut, presignedPost, multipart, abort, resume };
