package s3

import (
	"net"
	"net/http"
	"regexp"
	"strings"

	"crossfront/emulator/hosts"
)

// validBucketName follows the rules for general purpose buckets.
// https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html
func validBucketName(name string) bool {
	if len(name) < 3 || len(name) > 63 || net.ParseIP(name) != nil || strings.Contains(name, "..") {
		return false
	}
	for i := range len(name) {
		b := name[i]
		alphanumeric := b >= 'a' && b <= 'z' || b >= '0' && b <= '9'
		edge := i == 0 || i == len(name)-1
		if !alphanumeric && (edge || b != '-' && b != '.') {
			return false
		}
	}
	for _, prefix := range [...]string{"xn--", "sthree-", "amzn-s3-demo-"} {
		if strings.HasPrefix(name, prefix) {
			return false
		}
	}
	for _, suffix := range [...]string{"-s3alias", "--ol-s3", ".mrap", "--x-s3", "--table-s3"} {
		if strings.HasSuffix(name, suffix) {
			return false
		}
	}
	return true
}

// nameOfBucket says whether a bucket may have been called name at any time:
// until 2018 capitals, underscores and up to 255 characters were allowed in
// us-east-1.
// https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html
func nameOfBucket(name string) bool {
	if name == "" || len(name) > 255 || net.ParseIP(name) != nil {
		return false
	}
	for i := range len(name) {
		switch b := name[i]; {
		case 'a' <= b && b <= 'z', 'A' <= b && b <= 'Z', '0' <= b && b <= '9', b == '.', b == '-', b == '_':
		default:
			return false
		}
	}
	return true
}

// bucketRegion is where the new bucket shall be: what its document wants,
// which must be the region of the endpoint unless that is us-east-1. An
// endpoint whose name states no region is taken for the one the request was
// signed for.
func (c *call) bucketRegion(wanted string) (string, error) {
	endpoint := c.address.region
	if endpoint == "" {
		endpoint = c.identity.Region
	}
	if endpoint == "" {
		endpoint = hosts.DefaultRegion
	}
	named := wanted
	if wanted == "EU" { // the old name
		wanted = "eu-west-1"
	}
	switch {
	case wanted == "" && endpoint != hosts.DefaultRegion:
		return "", refuse(http.StatusBadRequest, "IllegalLocationConstraintException",
			"The unspecified location constraint is incompatible for the region specific endpoint this request was sent to.")
	case wanted == "":
		return endpoint, nil
	case endpoint != hosts.DefaultRegion && endpoint != wanted:
		return "", refuse(http.StatusBadRequest, "IllegalLocationConstraintException",
			"The "+named+" location constraint is incompatible for the region specific endpoint this request was sent to.")
	case wanted == hosts.DefaultRegion || !regionName().MatchString(wanted):
		return "", refuse(http.StatusBadRequest, "InvalidLocationConstraint",
			"The specified location-constraint is not valid", field("LocationConstraint", wanted))
	}
	return wanted, nil
}

// regionName is the shape of a region's name. Which regions exist changes too
// often to be listed.
func regionName() *regexp.Regexp {
	return regexp.MustCompile(`^[a-z]{2,4}(-[a-z]+)+-[1-9][0-9]?$`)
}
