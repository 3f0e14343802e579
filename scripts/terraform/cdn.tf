# What makes a distribution, but functions: keys, policies, access to the origin,
# signed requests, and most of what its configuration can say.

resource "aws_cloudfront_public_key" "rsa" {
  name    = "tf-rsa"
  comment = var.changed ? "the older key" : "the key"

  encoded_key = <<-PEM
    -----BEGIN PUBLIC KEY-----
    MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEAskHGHO/L6HGNJvmBT73f
    4aMvhri9ZtP3/xcK3hBptoft3EnbSTETXSmCpjZbcUq6wX9sADE2+07DlgbU7YWF
    2qKq68wxtcT80fN+NVajd/8/WqG43XDh2YRA1kr5V8gqaOiekT0vA4VHJienJDxm
    Xy3SxrVP851p9MdU0SSn5kq9zZIpQzUD1QDlnttblCdnS/BP80hSdqU0ohVgrAlm
    lFuiEgQ/KklDKUZQXiFGBgHHuykw7WpBWc6kGKRGAQQ3tPbKJbnFMrqFDyGhoxRC
    6zeyR2WQh0ViGVKhYv0b1t+X1DdiB1L1musJwWJcrDHtrv4ytLBbrJHUtHIk6OBl
    VQIDAQAB
    -----END PUBLIC KEY-----
  PEM
}

resource "aws_cloudfront_public_key" "ecdsa" {
  name = "tf-ecdsa"

  encoded_key = <<-PEM
    -----BEGIN PUBLIC KEY-----
    MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAE7l5mIqAJ6bycNNgzOg/kXroBeVkC
    tArcZKYUsQDttLGNM3ubTl+byfYahcujTymQ0CZbOvv51FXtArTQanKstQ==
    -----END PUBLIC KEY-----
  PEM
}

resource "aws_cloudfront_key_group" "viewers" {
  name    = "tf-viewers"
  comment = "who may watch"
  items = var.changed ? [
    aws_cloudfront_public_key.rsa.id,
    aws_cloudfront_public_key.ecdsa.id,
  ] : [aws_cloudfront_public_key.rsa.id]
}

resource "aws_cloudfront_origin_access_control" "site" {
  name                              = "tf-site"
  description                       = var.changed ? "signs unless the viewer did" : "signs"
  origin_access_control_origin_type = "s3"
  signing_behavior                  = var.changed ? "no-override" : "always"
  signing_protocol                  = "sigv4"
}

resource "aws_cloudfront_origin_access_identity" "archive" {
  comment = var.changed ? "reads the archive" : "reads"
}

resource "aws_cloudfront_cache_policy" "segments" {
  name        = "tf-segments"
  comment     = "one object for each origin"
  min_ttl     = 1
  default_ttl = var.changed ? 600 : 86400
  max_ttl     = 31536000

  parameters_in_cache_key_and_forwarded_to_origin {
    enable_accept_encoding_gzip   = true
    enable_accept_encoding_brotli = var.changed

    cookies_config {
      cookie_behavior = "whitelist"
      cookies {
        items = var.changed ? ["session", "tenant"] : ["session"]
      }
    }

    headers_config {
      header_behavior = "whitelist"
      headers {
        items = ["Origin", "Access-Control-Request-Method", "Access-Control-Request-Headers"]
      }
    }

    query_strings_config {
      query_string_behavior = var.changed ? "allExcept" : "whitelist"
      query_strings {
        items = ["v"]
      }
    }
  }
}

resource "aws_cloudfront_origin_request_policy" "api" {
  name    = "tf-api"
  comment = var.changed ? "what the API reads" : null

  cookies_config {
    cookie_behavior = var.changed ? "allExcept" : "whitelist"
    cookies {
      items = ["session"]
    }
  }

  headers_config {
    header_behavior = var.changed ? "allViewerAndWhitelistCloudFront" : "whitelist"
    headers {
      items = ["CloudFront-Viewer-Country"]
    }
  }

  query_strings_config {
    query_string_behavior = "all"
  }
}

resource "aws_cloudfront_response_headers_policy" "player" {
  name    = "tf-player"
  comment = "the player's origins"

  cors_config {
    access_control_allow_credentials = !var.changed
    access_control_max_age_sec       = 600
    origin_override                  = true

    access_control_allow_headers {
      items = var.changed ? ["*"] : ["Range", "X-Session"]
    }

    access_control_allow_methods {
      items = var.changed ? ["ALL"] : ["GET", "HEAD"]
    }

    access_control_allow_origins {
      items = ["https://player.example.com", "https://*.example.org"]
    }

    access_control_expose_headers {
      items = ["Content-Range"]
    }
  }

  custom_headers_config {
    items {
      header   = "X-Stage"
      value    = var.changed ? "production" : "test"
      override = true
    }
  }

  remove_headers_config {
    items {
      header = "X-Powered-By"
    }
  }

  security_headers_config {
    content_type_options {
      override = true
    }

    frame_options {
      frame_option = var.changed ? "SAMEORIGIN" : "DENY"
      override     = true
    }

    referrer_policy {
      referrer_policy = "same-origin"
      override        = false
    }

    strict_transport_security {
      access_control_max_age_sec = 63072000
      include_subdomains         = true
      preload                    = var.changed
      override                   = true
    }

    xss_protection {
      protection = true
      mode_block = true
      override   = false
    }

    content_security_policy {
      content_security_policy = "default-src 'self'"
      override                = true
    }
  }

  server_timing_headers_config {
    enabled       = true
    sampling_rate = var.changed ? 12.5 : 50
  }
}

data "aws_cloudfront_cache_policy" "disabled" {
  name = "Managed-CachingDisabled"
}

data "aws_cloudfront_origin_request_policy" "cors" {
  name = "Managed-CORS-S3Origin"
}

data "aws_cloudfront_response_headers_policy" "cors" {
  name = "Managed-SimpleCORS"
}

# Where the distribution logs to. CloudFront grants its log delivery the bucket
# by itself; who writes the ACL out must name it, or see a change for ever.
resource "aws_s3_bucket" "cdn_logs" {
  bucket        = "tf-cdn-logs"
  force_destroy = true
}

resource "aws_s3_bucket_ownership_controls" "cdn_logs" {
  bucket = aws_s3_bucket.cdn_logs.id

  rule {
    object_ownership = "BucketOwnerPreferred"
  }
}

data "aws_cloudfront_log_delivery_canonical_user_id" "delivery" {}

resource "aws_s3_bucket_acl" "cdn_logs" {
  depends_on = [aws_s3_bucket_ownership_controls.cdn_logs]
  bucket     = aws_s3_bucket.cdn_logs.id

  access_control_policy {
    owner {
      id = data.aws_canonical_user_id.me.id
    }

    dynamic "grant" {
      for_each = [data.aws_canonical_user_id.me.id, data.aws_cloudfront_log_delivery_canonical_user_id.delivery.id]
      content {
        permission = "FULL_CONTROL"
        grantee {
          type = "CanonicalUser"
          id   = grant.value
        }
      }
    }
  }
}

resource "aws_cloudfront_distribution" "cdn" {
  depends_on = [aws_s3_bucket_acl.cdn_logs]

  comment             = var.changed ? "changed" : "new"
  enabled             = true
  is_ipv6_enabled     = true
  http_version        = var.changed ? "http2and3" : "http2"
  price_class         = var.changed ? "PriceClass_200" : "PriceClass_100"
  default_root_object = "index.html"
  aliases             = var.changed ? ["cdn.example.com", "www.example.com"] : ["cdn.example.com"]

  tags = {
    Name  = "cdn"
    Stage = var.changed ? "production" : "test"
  }

  origin {
    origin_id                = "site"
    domain_name              = aws_s3_bucket.site.bucket_regional_domain_name
    origin_access_control_id = aws_cloudfront_origin_access_control.site.id

    custom_header {
      name  = "X-From"
      value = "tf-cdn"
    }

    origin_shield {
      enabled              = true
      origin_shield_region = "us-east-1"
    }
  }

  origin {
    origin_id           = "archive"
    domain_name         = aws_s3_bucket.archive.bucket_regional_domain_name
    origin_path         = var.changed ? "/vod" : null
    connection_attempts = 2
    connection_timeout  = 5

    s3_origin_config {
      origin_access_identity = aws_cloudfront_origin_access_identity.archive.cloudfront_access_identity_path
    }
  }

  origin {
    origin_id   = "api"
    domain_name = "api.example.com"

    custom_origin_config {
      http_port                = 80
      https_port               = 443
      origin_protocol_policy   = "https-only"
      origin_ssl_protocols     = ["TLSv1.2"]
      origin_read_timeout      = var.changed ? 45 : 30
      origin_keepalive_timeout = 5
    }
  }

  origin_group {
    origin_id = "either"

    failover_criteria {
      status_codes = var.changed ? [403, 404, 500] : [403, 404]
    }

    member {
      origin_id = "site"
    }

    member {
      origin_id = "archive"
    }
  }

  default_cache_behavior {
    target_origin_id           = "either"
    viewer_protocol_policy     = "redirect-to-https"
    allowed_methods            = ["GET", "HEAD", "OPTIONS"]
    cached_methods             = var.changed ? ["GET", "HEAD", "OPTIONS"] : ["GET", "HEAD"]
    compress                   = true
    cache_policy_id            = aws_cloudfront_cache_policy.segments.id
    origin_request_policy_id   = data.aws_cloudfront_origin_request_policy.cors.id
    response_headers_policy_id = var.changed ? data.aws_cloudfront_response_headers_policy.cors.id : aws_cloudfront_response_headers_policy.player.id
  }

  ordered_cache_behavior {
    path_pattern               = "/paid/*"
    target_origin_id           = "site"
    viewer_protocol_policy     = "https-only"
    allowed_methods            = ["GET", "HEAD"]
    cached_methods             = ["GET", "HEAD"]
    cache_policy_id            = aws_cloudfront_cache_policy.segments.id
    response_headers_policy_id = aws_cloudfront_response_headers_policy.player.id
    trusted_key_groups         = [aws_cloudfront_key_group.viewers.id]
  }

  ordered_cache_behavior {
    path_pattern             = "/api/*"
    target_origin_id         = "api"
    viewer_protocol_policy   = "allow-all"
    allowed_methods          = ["GET", "HEAD", "OPTIONS", "PUT", "POST", "PATCH", "DELETE"]
    cached_methods           = ["GET", "HEAD"]
    cache_policy_id          = data.aws_cloudfront_cache_policy.disabled.id
    origin_request_policy_id = aws_cloudfront_origin_request_policy.api.id
  }

  ordered_cache_behavior {
    path_pattern           = "/old/*"
    target_origin_id       = "archive"
    viewer_protocol_policy = "allow-all"
    allowed_methods        = ["GET", "HEAD"]
    cached_methods         = ["GET", "HEAD"]
    min_ttl                = 0
    default_ttl            = var.changed ? 3600 : 60
    max_ttl                = 86400

    forwarded_values {
      query_string            = true
      query_string_cache_keys = ["v"]
      headers                 = ["Origin"]

      cookies {
        forward           = "whitelist"
        whitelisted_names = ["session"]
      }
    }
  }

  custom_error_response {
    error_code            = 404
    error_caching_min_ttl = var.changed ? 30 : 5
    response_code         = 200
    response_page_path    = "/index.html"
  }

  custom_error_response {
    error_code            = 503
    error_caching_min_ttl = 0
  }

  logging_config {
    bucket          = aws_s3_bucket.cdn_logs.bucket_domain_name
    prefix          = var.changed ? "cdn/" : "tf/"
    include_cookies = var.changed
  }

  restrictions {
    geo_restriction {
      restriction_type = var.changed ? "blacklist" : "none"
      locations        = var.changed ? ["AQ"] : []
    }
  }

  viewer_certificate {
    acm_certificate_arn      = "arn:aws:acm:us-east-1:000000000000:certificate/1234abcd-12ab-34cd-56ef-1234567890ab"
    ssl_support_method       = "sni-only"
    minimum_protocol_version = var.changed ? "TLSv1.2_2021" : "TLSv1.2_2019"
  }
}

data "aws_cloudfront_distribution" "cdn" {
  id = aws_cloudfront_distribution.cdn.id
}

data "aws_cloudfront_cache_policy" "segments" {
  name = aws_cloudfront_cache_policy.segments.name
}

data "aws_cloudfront_origin_access_control" "site" {
  id = aws_cloudfront_origin_access_control.site.id
}

data "aws_cloudfront_origin_access_identity" "archive" {
  id = aws_cloudfront_origin_access_identity.archive.id
}

data "aws_cloudfront_origin_access_identities" "all" {
  comments = [aws_cloudfront_origin_access_identity.archive.comment]
}

output "cdn" {
  value = join(" ", [
    data.aws_cloudfront_distribution.cdn.status,
    data.aws_cloudfront_distribution.cdn.domain_name == aws_cloudfront_distribution.cdn.domain_name,
    data.aws_cloudfront_cache_policy.segments.default_ttl,
    data.aws_cloudfront_origin_access_control.site.signing_behavior,
    length(data.aws_cloudfront_origin_access_identities.all.ids),
    aws_cloudfront_distribution.cdn.trusted_key_groups[0].enabled,
  ])
}

output "domain" {
  value = aws_cloudfront_distribution.cdn.domain_name
}
