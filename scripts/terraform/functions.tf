# CloudFront: a function with a key value store, and the distribution that runs
# it. (The store's keys are another API, at the host ACCOUNT.HOST.)

resource "aws_cloudfront_key_value_store" "paths" {
  name    = "tf-paths"
  comment = var.changed ? "new" : "old"
}

resource "aws_cloudfront_function" "greet" {
  name                         = "tf-greet"
  runtime                      = "cloudfront-js-2.0"
  comment                      = "answers"
  publish                      = true
  key_value_store_associations = [aws_cloudfront_key_value_store.paths.arn]
  code                         = "function handler(event) { return { statusCode: 200, body: '${var.changed ? "new" : "old"}' } }"
}

resource "aws_cloudfront_distribution" "greeting" {
  enabled             = true
  comment             = "runs a function"
  wait_for_deployment = true

  origin {
    origin_id   = "api"
    domain_name = "api.example.com"
    custom_origin_config {
      http_port              = 80
      https_port             = 443
      origin_protocol_policy = "https-only"
      origin_ssl_protocols   = ["TLSv1.2"]
    }
  }

  default_cache_behavior {
    target_origin_id       = "api"
    viewer_protocol_policy = "allow-all"
    allowed_methods        = ["GET", "HEAD"]
    cached_methods         = ["GET", "HEAD"]
    cache_policy_id        = "658327ea-f89d-4fab-a63d-7e88639e58f6"
    function_association {
      event_type   = "viewer-request"
      function_arn = aws_cloudfront_function.greet.arn
    }
  }

  restrictions {
    geo_restriction { restriction_type = "none" }
  }
  viewer_certificate { cloudfront_default_certificate = true }
}

data "aws_cloudfront_function" "greet" {
  name  = aws_cloudfront_function.greet.name
  stage = "LIVE"
}

output "greeting" {
  value = "${data.aws_cloudfront_function.greet.runtime} ${aws_cloudfront_distribution.greeting.domain_name}"
}
