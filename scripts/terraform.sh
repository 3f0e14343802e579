#!/usr/bin/env bash
# Terraform, unmodified, against the built binary: every resource that its AWS
# provider has for a bucket, and those that make a distribution and a function
# of CloudFront's, are applied, planned, changed, planned and taken down; a plan
# behind an apply must find nothing to do. Exit status 3 means that there is no
# Terraform or no provider to try.
#
#   scripts/terraform.sh [BINARY]      default: bin/emulator
#
# The provider comes from TF_PLUGINS, a filesystem mirror (default:
# /opt/tf-plugins); nothing is downloaded.
set -euo pipefail
cd "$(dirname "$0")/.."
# shellcheck source=scripts/serve.bash
source scripts/serve.bash

mirror=${TF_PLUGINS:-/opt/tf-plugins}
if ! terraform=$(type -P terraform); then
  echo "terraform: skipped, Terraform is not installed"
  exit 3
fi
if ! [ -d "$mirror/registry.terraform.io/hashicorp/aws" ]; then
  echo "terraform: skipped, there is no AWS provider in $mirror (TF_PLUGINS names a filesystem mirror)"
  exit 3
fi

work=$(mktemp -d)
trap 'stop_emulator; rm -rf "$work"' EXIT
start_emulator "${1:-bin/emulator}" --empty

cp scripts/terraform/*.tf "$work"
cat >"$work/cli.tfrc" <<HCL
provider_installation {
  filesystem_mirror {
    path = "$mirror"
  }
}
HCL
# Nothing of the user's own settings may reach the test.
export TF_CLI_CONFIG_FILE=$work/cli.tfrc TF_IN_AUTOMATION=1 TF_INPUT=0 CHECKPOINT_DISABLE=1
export AWS_ENDPOINT_URL=$aws AWS_ACCESS_KEY_ID=test AWS_SECRET_ACCESS_KEY=test AWS_REGION=us-east-1
export AWS_CONFIG_FILE=/dev/null AWS_SHARED_CREDENTIALS_FILE=/dev/null AWS_EC2_METADATA_DISABLED=true
unset AWS_PROFILE AWS_SESSION_TOKEN AWS_ENDPOINT_URL_S3 AWS_ENDPOINT_URL_STS TF_LOG http_proxy HTTP_PROXY

tf() { # ARGUMENT…: quiet unless it fails
  if ! "$terraform" -chdir="$work" "$@" -no-color >"$work/out" 2>&1; then
    cat "$work/out" >&2
    return 1
  fi
}

clean() { # a plan with nothing to do: exit status 0, 2 would be changes
  "$terraform" -chdir="$work" plan -detailed-exitcode -no-color "$@" >"$work/out" 2>&1 || {
    cat "$work/out" >&2
    return 1
  }
}

greeting() { # what the function answers
  curl -s -H "Host: $("$terraform" -chdir="$work" output -no-color -raw greeting | cut -d' ' -f2)" "$edge/"
}
page() { curl -s -H "Host: tf-site.s3-website-us-east-1.localhost" "$aws$1"; }

cdn() { # PATH [CURL ARGUMENT…]: over TLS, under the distribution's name
  local domain port=${edge_tls##*:} path=$1
  shift
  domain=$("$terraform" -chdir="$work" output -no-color -raw domain)
  curl -sk --connect-to "$domain:443:127.0.0.1:$port" "https://$domain$path" "$@"
}

check "init" tf init
check "apply" tf apply -auto-approve
check "plan behind it has no changes" clean
check "the data sources read it" equal "$("$terraform" -chdir="$work" output -no-color -raw read)" "us-east-1 text/html copy.html index.html"
check "a function runs" equal "$(greeting)" old
check "the website is served" equal "$(page /)" "<h1>Old</h1>"
check "the distribution is read" equal "$("$terraform" -chdir="$work" output -no-color -raw cdn)" "Deployed true 86400 always 1 true"
check "the distribution serves the bucket" equal "$(cdn /)" "<h1>Old</h1>"
check "its response headers policy counts" contains "$(cdn / -i)" "x-stage: test"
check "its key group counts" contains "$(cdn /paid/a)" "<Code>MissingKey</Code>"
check "apply of changes" tf apply -auto-approve -var changed=true
check "plan behind it has no changes" clean -var changed=true
check "the function changed" equal "$(greeting)" new
check "the website changed" equal "$(page /)" "<h1>New</h1>"
check "the distribution changed" equal "$("$terraform" -chdir="$work" output -no-color -raw cdn)" "Deployed true 600 no-override 1 true"
check "its response headers policy is another" contains "$(cdn / -i -H 'Origin: https://a.example.com')" "access-control-allow-origin: *"
check "destroy" tf destroy -auto-approve -var changed=true
check "no bucket is left" lacks "$(curl -s --user test:test --aws-sigv4 aws:amz:us-east-1:s3 "$aws/")" "<Name>"
check "no distribution is left" contains "$(curl -s --user test:test --aws-sigv4 aws:amz:us-east-1:cloudfront "$aws/2020-05-31/distribution")" "<Quantity>0</Quantity>"

summary terraform
