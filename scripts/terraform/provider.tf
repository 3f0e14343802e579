# Everything that Terraform's AWS provider knows about a bucket, against the
# emulator: ../terraform.sh applies it, changes it and takes it down again.

terraform {
  required_providers {
    aws = {
      source  = "hashicorp/aws"
      version = ">= 5.0"
    }
  }
}

# What the second apply changes.
variable "changed" {
  type    = bool
  default = false
}

# The endpoint, the key and the region come from the environment, as anyone
# would set them; nothing else is needed.
provider "aws" {}
