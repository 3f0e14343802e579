import pytest
import requests
from botocore.exceptions import ClientError

APP = "https://app.example.com"
RULE = {"AllowedOrigins": [APP], "AllowedMethods": ["GET", "PUT"], "AllowedHeaders": ["*"], "ExposeHeaders": ["ETag"]}


@pytest.fixture
def s3(aws):
    client = aws("s3")
    yield client
    client.delete_bucket_cors(Bucket="media")


def test_rules_are_validated_as_s3_does(s3):
    with pytest.raises(ClientError) as refused:
        s3.put_bucket_cors(Bucket="media", CORSConfiguration={"CORSRules": [{**RULE, "AllowedMethods": ["OPTIONS"]}]})
    assert refused.value.response["Error"]["Code"] == "InvalidRequest"


def test_presigned_upload_from_a_page(s3):
    url = s3.generate_presigned_url("put_object", Params={"Bucket": "media", "Key": "upload.bin"})
    preflight = {"Origin": APP, "Access-Control-Request-Method": "PUT"}
    assert requests.options(url, headers=preflight).status_code == 403
    s3.put_bucket_cors(Bucket="media", CORSConfiguration={"CORSRules": [RULE]})
    assert requests.options(url, headers=preflight).headers["Access-Control-Allow-Origin"] == APP
    stored = requests.put(url, data=b"hello", headers={"Origin": APP})
    assert stored.headers["Access-Control-Expose-Headers"] == "ETag"
    assert s3.get_object(Bucket="media", Key="upload.bin")["Body"].read() == b"hello"


def test_large_upload(s3, tmp_path):
    file = tmp_path / "large.bin"
    file.write_bytes(b"x" * (9 << 20))  # several parts
    s3.upload_file(str(file), "media", "large.bin")
    assert s3.head_object(Bucket="media", Key="large.bin")["ContentLength"] == 9 << 20


def test_the_edge_after_an_invalidation(aws, addresses, s3):
    s3.put_object(Bucket="media", Key="index.m3u8", Body=b"#EXTM3U")
    page = {"Origin": APP}
    url = addresses["edge"] + "/index.m3u8"
    assert "Access-Control-Allow-Origin" not in requests.get(url, headers=page).headers
    s3.put_bucket_cors(Bucket="media", CORSConfiguration={"CORSRules": [RULE]})
    assert "Access-Control-Allow-Origin" not in requests.get(url, headers=page).headers  # stored before
    aws("cloudfront").create_invalidation(
        DistributionId="E1EXAMPLE",
        InvalidationBatch={"CallerReference": "1", "Paths": {"Quantity": 1, "Items": ["/*"]}},
    )
    assert requests.get(url, headers=page).headers["Access-Control-Allow-Origin"] == APP
