// Uppy with its S3 plugin: uploads a text in one PUT or in parts, by URLs that a
// server of the app's would sign.
import {
  AbortMultipartUploadCommand,
  CompleteMultipartUploadCommand,
  CreateMultipartUploadCommand,
  ListPartsCommand,
  PutObjectCommand,
  UploadPartCommand,
} from '@aws-sdk/client-s3';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';
import AwsS3 from '@uppy/aws-s3';
import Uppy from '@uppy/core';
import { client } from './awssdk.js';

/** commandFor is what the plugin asks to have signed. */
function commandFor(bucket, { method, key, uploadId, partNumber }) {
  const object = { Bucket: bucket, Key: key };
  const upload = { ...object, UploadId: uploadId };
  switch (`${method} ${uploadId ? 'of an upload' : ''}`) {
    case 'PUT ':
      return new PutObjectCommand(object);
    case 'POST ':
      return new CreateMultipartUploadCommand(object);
    case 'PUT of an upload':
      return new UploadPartCommand({ ...upload, PartNumber: partNumber });
    case 'POST of an upload':
      return new CompleteMultipartUploadCommand(upload);
    case 'GET of an upload':
      return new ListPartsCommand(upload);
    default:
      return new AbortMultipartUploadCommand(upload);
  }
}

export default async function ({ endpoint, bucket, key, text, type = 'image/png', parts = false }) {
  const s3 = client(endpoint, true, { requestChecksumCalculation: 'WHEN_REQUIRED' });
  const uppy = new Uppy({ autoProceed: false });
  uppy.use(AwsS3, {
    shouldUseMultipart: parts,
    generateObjectKey: () => key,
    signRequest: async (request) => ({ url: await getSignedUrl(s3, commandFor(bucket, request), { expiresIn: 60 }) }),
  });
  const failed = new Promise((resolve) => uppy.on('upload-error', (_, error) => resolve({ ok: false, what: `${error.name}: ${error.message}` })));
  uppy.addFile({ name: key, type, data: new Blob([text], { type }) });
  const done = uppy.upload().then(({ successful }) => (successful.length === 1 ? { ok: true, what: 'uploaded' } : failed));
  return Promise.race([failed, done]);
}
