# A public website with logs, as people host a player.

resource "aws_s3_bucket" "logs" {
  bucket = "tf-logs"
}

resource "aws_s3_bucket_ownership_controls" "logs" {
  bucket = aws_s3_bucket.logs.id

  rule {
    object_ownership = "BucketOwnerPreferred"
  }
}

data "aws_canonical_user_id" "me" {}

# What the canned ACL log-delivery-write is, written out.
resource "aws_s3_bucket_acl" "logs" {
  depends_on = [aws_s3_bucket_ownership_controls.logs]
  bucket     = aws_s3_bucket.logs.id

  access_control_policy {
    owner {
      id = data.aws_canonical_user_id.me.id
    }

    grant {
      permission = "FULL_CONTROL"
      grantee {
        type = "CanonicalUser"
        id   = data.aws_canonical_user_id.me.id
      }
    }

    grant {
      permission = var.changed ? "READ_ACP" : "WRITE"
      grantee {
        type = "Group"
        uri  = "http://acs.amazonaws.com/groups/s3/LogDelivery"
      }
    }
  }
}

resource "aws_s3_bucket" "site" {
  bucket        = "tf-site"
  force_destroy = true

  tags = {
    Name  = "site"
    Stage = var.changed ? "production" : "test"
  }
}

resource "aws_s3_bucket_ownership_controls" "site" {
  bucket = aws_s3_bucket.site.id

  rule {
    object_ownership = var.changed ? "ObjectWriter" : "BucketOwnerPreferred"
  }
}

resource "aws_s3_bucket_public_access_block" "site" {
  bucket                  = aws_s3_bucket.site.id
  block_public_acls       = false
  block_public_policy     = false
  ignore_public_acls      = var.changed
  restrict_public_buckets = false
}

resource "aws_s3_bucket_acl" "site" {
  depends_on = [aws_s3_bucket_ownership_controls.site, aws_s3_bucket_public_access_block.site]
  bucket     = aws_s3_bucket.site.id
  acl        = var.changed ? "authenticated-read" : "public-read"
}

data "aws_iam_policy_document" "site" {
  statement {
    actions   = var.changed ? ["s3:GetObject", "s3:GetObjectVersion"] : ["s3:GetObject"]
    resources = ["${aws_s3_bucket.site.arn}/*"]

    principals {
      type        = "*"
      identifiers = ["*"]
    }
  }
}

resource "aws_s3_bucket_policy" "site" {
  depends_on = [aws_s3_bucket_public_access_block.site]
  bucket     = aws_s3_bucket.site.id
  policy     = data.aws_iam_policy_document.site.json
}

resource "aws_s3_bucket_cors_configuration" "site" {
  bucket = aws_s3_bucket.site.id

  cors_rule {
    id              = "player"
    allowed_methods = ["GET", "HEAD"]
    allowed_origins = var.changed ? ["https://www.example.com", "https://example.com"] : ["https://www.example.com"]
    allowed_headers = ["*"]
    expose_headers  = ["ETag"]
    max_age_seconds = 3000
  }

  cors_rule {
    allowed_methods = ["PUT"]
    allowed_origins = ["http://localhost:*"]
  }
}

resource "aws_s3_bucket_website_configuration" "site" {
  bucket = aws_s3_bucket.site.id

  index_document {
    suffix = "index.html"
  }

  error_document {
    key = var.changed ? "missing.html" : "error.html"
  }

  routing_rule {
    condition {
      key_prefix_equals = "docs/"
    }
    redirect {
      replace_key_prefix_with = "documents/"
    }
  }

  routing_rule {
    condition {
      http_error_code_returned_equals = "404"
      key_prefix_equals               = "images/"
    }
    redirect {
      host_name          = "images.example.com"
      http_redirect_code = var.changed ? "307" : "302"
      protocol           = "https"
    }
  }
}

resource "aws_s3_bucket_website_configuration" "redirect" {
  bucket = aws_s3_bucket.logs.id

  redirect_all_requests_to {
    host_name = var.changed ? "www.example.com" : "example.com"
    protocol  = "https"
  }
}

resource "aws_s3_bucket_logging" "site" {
  bucket        = aws_s3_bucket.site.id
  target_bucket = aws_s3_bucket.logs.id
  target_prefix = var.changed ? "site/" : "log/"

  target_object_key_format {
    partitioned_prefix {
      partition_date_source = "EventTime"
    }
  }
}

resource "aws_s3_bucket_accelerate_configuration" "site" {
  bucket = aws_s3_bucket.site.id
  status = var.changed ? "Suspended" : "Enabled"
}

resource "aws_s3_bucket_request_payment_configuration" "site" {
  bucket = aws_s3_bucket.site.id
  payer  = var.changed ? "BucketOwner" : "Requester"
}

resource "aws_s3_object" "index" {
  bucket        = aws_s3_bucket.site.id
  key           = "index.html"
  content       = var.changed ? "<h1>New</h1>" : "<h1>Old</h1>"
  content_type  = "text/html"
  cache_control = "max-age=60"

  metadata = {
    author = "terraform"
  }

  tags = {
    Kind = "page"
  }
}

resource "aws_s3_object_copy" "copy" {
  bucket = aws_s3_bucket.site.id
  key    = "copy.html"
  source = "${aws_s3_bucket.site.id}/${aws_s3_object.index.key}"

  # A copy has its source's tags: left out, they show up as a change.
  tags = {
    Kind = "page"
  }
}

# What is read without being managed.

data "aws_s3_bucket" "site" {
  bucket = aws_s3_bucket.site.id
}

data "aws_s3_bucket_policy" "site" {
  bucket = aws_s3_bucket_policy.site.id
}

data "aws_s3_object" "index" {
  bucket = aws_s3_bucket.site.id
  key    = aws_s3_object.index.key
}

data "aws_s3_objects" "site" {
  depends_on = [aws_s3_object_copy.copy]
  bucket     = aws_s3_bucket.site.id
}

output "read" {
  value = "${data.aws_s3_bucket.site.region} ${data.aws_s3_object.index.content_type} ${join(" ", data.aws_s3_objects.site.keys)}"
}

output "website" {
  value = aws_s3_bucket_website_configuration.site.website_endpoint
}
