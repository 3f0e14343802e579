#!/usr/bin/env bash
# The AWS CLI, unmodified, against the built binary: S3 and CloudFront on one
# endpoint. Exit status 3 means that there is no AWS CLI to try.
#
#   scripts/aws-cli.sh [BINARY]      default: bin/emulator
set -euo pipefail
cd "$(dirname "$0")/.."
# shellcheck source=scripts/serve.bash
source scripts/serve.bash

if ! aws_cli=$(type -P aws) || ! "$aws_cli" --version >/dev/null 2>&1; then
  echo "aws-cli: skipped, the AWS CLI is not installed"
  exit 3
fi

work=$(mktemp -d)
trap 'stop_emulator; rm -rf "$work"' EXIT
start_emulator "${1:-bin/emulator}"

# Nothing of the user's own settings may reach the test.
export AWS_CONFIG_FILE=/dev/null AWS_SHARED_CREDENTIALS_FILE=/dev/null AWS_EC2_METADATA_DISABLED=true AWS_PAGER=''
export AWS_ACCESS_KEY_ID=test AWS_SECRET_ACCESS_KEY=test AWS_REGION=us-east-1 AWS_DEFAULT_REGION=us-east-1
export AWS_ENDPOINT_URL=$aws
unset AWS_PROFILE AWS_SESSION_TOKEN http_proxy HTTP_PROXY
cli() { "$aws_cli" --output text "$@"; }
json() { "$aws_cli" --output json "$@"; }

# ---- s3 ----
cli s3 mb s3://cli-bucket >/dev/null
check "s3 mb, then s3 ls" contains "$(cli s3 ls)" cli-bucket

mkdir -p "$work/up/hls"
printf '#EXTM3U\n' >"$work/up/hls/index.m3u8"
printf 'a b+c' >"$work/up/a b+c.txt"
head -c 9000000 /dev/zero | tr '\0' 'x' >"$work/up/large.bin" # above the CLI's multipart threshold
# S3's LastModified has whole seconds: of a file made in the same second, the CLI
# thinks that it is newer than its object.
find "$work/up" -type f -exec touch -d '1 minute ago' {} +
cli s3 sync "$work/up" s3://cli-bucket/vod --only-show-errors
check "s3 sync up" equal "$(cli s3 ls --recursive s3://cli-bucket/vod | wc -l | tr -d ' ')" 3
cli s3 sync s3://cli-bucket/vod "$work/down" --only-show-errors
check "s3 sync down gives the same files" diff -r "$work/up" "$work/down"
check "s3 sync again has nothing to do" equal "$(cli s3 sync "$work/up" s3://cli-bucket/vod)" ""

cat >"$work/cors.json" <<'JSON'
{"CORSRules": [{"AllowedOrigins": ["http://localhost:3000"], "AllowedMethods": ["GET", "HEAD"], "AllowedHeaders": ["*"], "ExposeHeaders": ["ETag"], "MaxAgeSeconds": 3000}]}
JSON
cli s3api put-bucket-cors --bucket cli-bucket --cors-configuration "file://$work/cors.json"
check "s3api get-bucket-cors" equal \
  "$(cli s3api get-bucket-cors --bucket cli-bucket --query 'CORSRules[0].[AllowedOrigins[0],MaxAgeSeconds]')" \
  $'http://localhost:3000\t3000'
preflight() {
  curl -s -o /dev/null -D - -X OPTIONS -H 'Origin: http://localhost:3000' -H 'Access-Control-Request-Method: GET' \
    "$aws/cli-bucket/vod/hls/index.m3u8"
}
check "the preflight is answered by that rule" contains "$(preflight)" "Access-Control-Allow-Origin: http://localhost:3000"
if refusal=$(cli s3api put-bucket-cors --bucket cli-bucket \
  --cors-configuration '{"CORSRules":[{"AllowedOrigins":["*"],"AllowedMethods":["FETCH"]}]}' 2>&1); then
  refusal="it was accepted"
fi
check "a wrong method is refused as S3 does" contains "$refusal" "Found unsupported HTTP method in CORS config. Unsupported method is FETCH"
cli s3api delete-bucket-cors --bucket cli-bucket
if none=$(cli s3api get-bucket-cors --bucket cli-bucket 2>&1); then none="there still is one"; fi
check "s3api delete-bucket-cors" contains "$none" NoSuchCORSConfiguration

anonymous() { curl -s -o /dev/null -w '%{http_code}' "$aws/cli-bucket/vod/hls/index.m3u8"; }
check "a new bucket is private" equal "$(anonymous)" 403
cli s3api put-public-access-block --bucket cli-bucket --public-access-block-configuration \
  BlockPublicAcls=false,IgnorePublicAcls=false,BlockPublicPolicy=false,RestrictPublicBuckets=false
cat >"$work/policy.json" <<'JSON'
{"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Principal": "*", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::cli-bucket/*"}]}
JSON
cli s3api put-bucket-policy --bucket cli-bucket --policy "file://$work/policy.json"
check "put-bucket-policy opens it" equal "$(anonymous)" 200
check "get-bucket-policy" contains "$(cli s3api get-bucket-policy --bucket cli-bucket)" "arn:aws:s3:::cli-bucket/*"

# ---- cloudfront ----
cached=$(cli cloudfront list-cache-policies --type managed \
  --query "CachePolicyList.Items[?CachePolicy.CachePolicyConfig.Name=='Managed-CachingOptimized'].CachePolicy.Id")
check "list-cache-policies has CachingOptimized" equal "$cached" 658327ea-f89d-4fab-a63d-7e88639e58f6

cat >"$work/distribution.json" <<JSON
{
  "CallerReference": "cli-1", "Comment": "made by the AWS CLI", "Enabled": true,
  "Origins": {"Quantity": 1, "Items": [{
    "Id": "bucket", "DomainName": "cli-bucket.s3.us-east-1.amazonaws.com",
    "S3OriginConfig": {"OriginAccessIdentity": ""}}]},
  "DefaultCacheBehavior": {
    "TargetOriginId": "bucket", "ViewerProtocolPolicy": "allow-all", "CachePolicyId": "$cached"}
}
JSON
id=$(cli cloudfront create-distribution --distribution-config "file://$work/distribution.json" --query Distribution.Id)
check "create-distribution, then list-distributions" contains \
  "$(cli cloudfront list-distributions --query 'DistributionList.Items[].Id')" "$id"
domain=$(cli cloudfront get-distribution --id "$id" --query Distribution.DomainName)
check "its domain is the emulator's" equal "$domain" "$(tr '[:upper:]' '[:lower:]' <<<"$id").cloudfront.localhost"

through() { # the headers of a viewer's answer
  curl -s -o /dev/null -D - -H "Host: $domain" "$edge/vod/hls/index.m3u8"
}
check "a viewer's first request is a miss" contains "$(through)" "X-Cache: Miss from cloudfront"
check "the second is a hit" contains "$(through)" "X-Cache: Hit from cloudfront"

json cloudfront get-distribution-config --id "$id" >"$work/read.json"
etag=$(cli cloudfront get-distribution-config --id "$id" --query ETag)
json cloudfront get-distribution-config --id "$id" --query DistributionConfig |
  sed "s/\"CachePolicyId\": \"$cached\"/&, \"OriginRequestPolicyId\": \"88a5eaf4-2fd4-4709-b370-b4c650ea3fcf\"/" >"$work/update.json"
cli cloudfront update-distribution --id "$id" --if-match "$etag" --distribution-config "file://$work/update.json" >/dev/null
check "update-distribution: what was read goes back in" equal \
  "$(cli cloudfront get-distribution-config --id "$id" --query DistributionConfig.DefaultCacheBehavior.OriginRequestPolicyId)" \
  88a5eaf4-2fd4-4709-b370-b4c650ea3fcf
if stale=$(cli cloudfront update-distribution --id "$id" --if-match "$etag" \
  --distribution-config "file://$work/update.json" 2>&1); then stale="it was accepted"; fi
check "a stale ETag is PreconditionFailed" contains "$stale" PreconditionFailed
check "until it is invalidated the old answer stays" contains "$(through)" "X-Cache: Hit from cloudfront"
cli cloudfront create-invalidation --distribution-id "$id" --paths '/*' >/dev/null
check "create-invalidation empties the cache" contains "$(through)" "X-Cache: Miss from cloudfront"

# ---- functions ----
cat >"$work/rewrite.js" <<'JS'
function handler(event) {
  console.log('asked for ' + event.request.uri);
  event.request.uri = '/vod/hls/index.m3u8';
  return event.request;
}
JS
cat >"$work/event.json" <<'JSON'
{"version": "1.0", "context": {"eventType": "viewer-request"}, "viewer": {"ip": "198.51.100.11"},
 "request": {"method": "GET", "uri": "/short", "querystring": {}, "headers": {}, "cookies": {}}}
JSON
version=$(cli cloudfront create-function --name rewrite --function-code "fileb://$work/rewrite.js" \
  --function-config 'Comment=,Runtime=cloudfront-js-2.0' --query ETag)
check "test-function runs it" contains \
  "$(json cloudfront test-function --name rewrite --if-match "$version" --event-object "fileb://$work/event.json" --query TestResult)" "asked for /short"
check "publish-function" equal \
  "$(cli cloudfront publish-function --name rewrite --if-match "$version" --query FunctionSummary.FunctionMetadata.Stage)" LIVE
json cloudfront describe-function --name rewrite --stage LIVE >"$work/function.json"
cli cloudfront get-function --name rewrite --stage LIVE "$work/got.js" >/dev/null
check "get-function gives the code" diff "$work/rewrite.js" "$work/got.js"
etag=$(cli cloudfront get-distribution-config --id "$id" --query ETag)
json cloudfront get-distribution-config --id "$id" --query DistributionConfig |
  sed "s|\"CachePolicyId\": \"$cached\"|&, \"FunctionAssociations\": {\"Quantity\": 1, \"Items\": [{\"EventType\": \"viewer-request\", \"FunctionARN\": \"arn:aws:cloudfront::000000000000:function/rewrite\"}]}|; /^ *\"FunctionAssociations\": {\$/,/}/d" >"$work/runs.json"
cli cloudfront update-distribution --id "$id" --if-match "$etag" --distribution-config "file://$work/runs.json" >/dev/null
check "a distribution runs it" equal "$(curl -s -H "Host: $domain" "$edge/short")" "#EXTM3U"
if used=$(cli cloudfront delete-function --name rewrite --if-match "$version" 2>&1); then used="it was deleted"; fi
check "delete-function of one in use" contains "$used" FunctionInUse
json cloudfront get-distribution-config --id "$id" >"$work/read.json"

# The file that AWS prints is a seed file's config as it is.
stop_emulator
cat >"$work/seed.json" <<JSON
{"buckets": [{"name": "cli-bucket", "objects": [{"from": "up", "to": "vod/"}]}],
 "functions": [{"describe": "function.json", "code": "got.js"}],
 "distributions": [{"id": "EPRINTED", "config": "read.json"}]}
JSON
start_emulator "${1:-bin/emulator}" --config "$work/seed.json"
AWS_ENDPOINT_URL=$aws
check "get-distribution-config's output seeds a server" contains \
  "$(cli cloudfront list-distributions --query 'DistributionList.Items[].Id')" EPRINTED

summary aws-cli
