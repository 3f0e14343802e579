# A bucket that keeps everything: versions, locks, lifecycles, copies.

resource "aws_s3_bucket" "replica" {
  bucket = "tf-replica"
}

resource "aws_s3_bucket_versioning" "replica" {
  bucket = aws_s3_bucket.replica.id

  versioning_configuration {
    status = "Enabled"
  }
}

resource "aws_s3_bucket" "archive" {
  bucket              = "tf-archive"
  object_lock_enabled = true
  force_destroy       = true
}

resource "aws_s3_bucket_versioning" "archive" {
  bucket = aws_s3_bucket.archive.id

  versioning_configuration {
    status = "Enabled"
  }
}

resource "aws_s3_bucket_versioning" "site" {
  bucket = aws_s3_bucket.site.id

  versioning_configuration {
    status = var.changed ? "Suspended" : "Enabled"
  }
}

resource "aws_s3_bucket_object_lock_configuration" "archive" {
  depends_on = [aws_s3_bucket_versioning.archive]
  bucket     = aws_s3_bucket.archive.id

  rule {
    default_retention {
      mode  = "GOVERNANCE"
      days  = var.changed ? null : 1
      years = var.changed ? 1 : null
    }
  }
}

resource "aws_s3_bucket_server_side_encryption_configuration" "archive" {
  bucket = aws_s3_bucket.archive.id

  rule {
    apply_server_side_encryption_by_default {
      sse_algorithm     = var.changed ? "aws:kms" : "AES256"
      kms_master_key_id = var.changed ? "arn:aws:kms:us-east-1:000000000000:key/1234abcd-12ab-34cd-56ef-1234567890ab" : null
    }
    bucket_key_enabled = var.changed
  }
}

resource "aws_s3_bucket_lifecycle_configuration" "archive" {
  depends_on                             = [aws_s3_bucket_versioning.archive]
  bucket                                 = aws_s3_bucket.archive.id
  transition_default_minimum_object_size = var.changed ? "varies_by_storage_class" : "all_storage_classes_128K"

  rule {
    id     = "everything"
    status = "Enabled"

    filter {}

    abort_incomplete_multipart_upload {
      days_after_initiation = var.changed ? 3 : 7
    }
  }

  rule {
    id     = "videos"
    status = "Enabled"

    filter {
      and {
        prefix                   = "vod/"
        object_size_greater_than = 500
        object_size_less_than    = 64000
        tags = {
          Kind  = "video"
          State = "old"
        }
      }
    }

    transition {
      days          = 30
      storage_class = "STANDARD_IA"
    }

    transition {
      days          = 60
      storage_class = "GLACIER"
    }

    expiration {
      days = var.changed ? 400 : 365
    }

    noncurrent_version_transition {
      noncurrent_days           = 30
      newer_noncurrent_versions = 2
      storage_class             = "STANDARD_IA"
    }

    noncurrent_version_expiration {
      noncurrent_days = 90
    }
  }

  rule {
    id     = "markers"
    status = "Disabled"

    filter {
      prefix = "tmp/"
    }

    expiration {
      expired_object_delete_marker = true
    }
  }

  rule {
    id     = "dated"
    status = "Enabled"

    filter {
      tag {
        key   = "Kind"
        value = "season"
      }
    }

    expiration {
      date = "2031-01-01T00:00:00Z"
    }
  }
}

resource "aws_s3_bucket_replication_configuration" "archive" {
  depends_on = [aws_s3_bucket_versioning.archive, aws_s3_bucket_versioning.replica]
  bucket     = aws_s3_bucket.archive.id
  role       = "arn:aws:iam::000000000000:role/replication"

  rule {
    id       = "all"
    priority = 1
    status   = "Enabled"

    filter {
      prefix = var.changed ? "vod/" : ""
    }

    delete_marker_replication {
      status = "Enabled"
    }

    destination {
      bucket        = aws_s3_bucket.replica.arn
      storage_class = "STANDARD_IA"

      replication_time {
        status = "Enabled"
        time {
          minutes = 15
        }
      }

      metrics {
        status = "Enabled"
        event_threshold {
          minutes = 15
        }
      }
    }
  }
}

resource "aws_s3_bucket_notification" "archive" {
  bucket      = aws_s3_bucket.archive.id
  eventbridge = true

  queue {
    id            = "uploads"
    queue_arn     = "arn:aws:sqs:us-east-1:000000000000:uploads"
    events        = ["s3:ObjectCreated:*"]
    filter_prefix = var.changed ? "in/" : "up/"
    filter_suffix = ".mp4"
  }

  lambda_function {
    lambda_function_arn = "arn:aws:lambda:us-east-1:000000000000:function:thumbnails"
    events              = ["s3:ObjectRemoved:*"]
  }
}

resource "aws_s3_bucket_intelligent_tiering_configuration" "archive" {
  bucket = aws_s3_bucket.archive.id
  name   = "whole"

  filter {
    prefix = "vod/"
    tags = {
      Kind = "video"
    }
  }

  tiering {
    access_tier = "ARCHIVE_ACCESS"
    days        = var.changed ? 120 : 90
  }

  tiering {
    access_tier = "DEEP_ARCHIVE_ACCESS"
    days        = 180
  }
}

resource "aws_s3_bucket_inventory" "archive" {
  bucket                   = aws_s3_bucket.archive.id
  name                     = "weekly"
  included_object_versions = var.changed ? "Current" : "All"
  optional_fields          = ["Size", "ETag", "StorageClass"]

  schedule {
    frequency = "Weekly"
  }

  filter {
    prefix = "vod/"
  }

  destination {
    bucket {
      format     = "Parquet"
      bucket_arn = aws_s3_bucket.logs.arn
      prefix     = "inventory"

      encryption {
        sse_s3 {}
      }
    }
  }
}

resource "aws_s3_bucket_metric" "archive" {
  bucket = aws_s3_bucket.archive.id
  name   = "videos"

  filter {
    prefix = var.changed ? "hls/" : "vod/"
    tags = {
      Kind = "video"
    }
  }
}

resource "aws_s3_bucket_metric" "all" {
  bucket = aws_s3_bucket.archive.id
  name   = "all"
}

resource "aws_s3_bucket_analytics_configuration" "archive" {
  bucket = aws_s3_bucket.archive.id
  name   = "videos"

  filter {
    prefix = var.changed ? "hls/" : "vod/"
  }

  storage_class_analysis {
    data_export {
      destination {
        s3_bucket_destination {
          bucket_arn = aws_s3_bucket.logs.arn
        }
      }
    }
  }
}

resource "aws_s3_object" "locked" {
  depends_on   = [aws_s3_bucket_object_lock_configuration.archive, aws_s3_bucket_server_side_encryption_configuration.archive]
  bucket       = aws_s3_bucket.archive.id
  key          = "vod/index.m3u8"
  content      = "#EXTM3U\n"
  content_type = "application/vnd.apple.mpegurl"

  # Left out, the bucket's default retention shows up as a change, on AWS too.
  object_lock_mode              = "GOVERNANCE"
  object_lock_retain_until_date = "2031-01-01T00:00:00Z"
  object_lock_legal_hold_status = var.changed ? "OFF" : "ON"
  force_destroy                 = true
}
