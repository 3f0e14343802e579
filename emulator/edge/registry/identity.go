package registry

import (
	"crypto/sha512"
	"encoding/hex"
	"errors"
	"strings"

	"crossfront/emulator/edge/policy"
)

// identityPrefix stands before the id in S3OriginConfig.OriginAccessIdentity.
const identityPrefix = "origin-access-identity/cloudfront/"

// CreateOriginAccessIdentity makes an origin access identity, with the given
// id when it is not empty. The same caller reference with the same comment
// gives the identity that it made before; with another comment it fails with
// CloudFrontOriginAccessIdentityAlreadyExists:
// https://docs.aws.amazon.com/cloudfront/latest/APIReference/API_CloudFrontOriginAccessIdentityConfig.html
func (r *Registry) CreateOriginAccessIdentity(cfg OriginAccessIdentityConfig, id string) (*OriginAccessIdentity, error) {
	c := r.OriginAccessIdentities()
	made, err := c.Create(cfg, id)
	var e *policy.Error
	if !errors.As(err, &e) || e.Code != "CloudFrontOriginAccessIdentityAlreadyExists" {
		return made, err
	}
	if before := c.like(r.World(), &cfg); before != nil && before.Config == cfg && id == "" {
		return copyRecord(before)
	}
	return nil, err
}

// CanonicalUser is the S3 canonical user id of an origin access identity: 96
// hex digits, always the same for one id.
func CanonicalUser(identityID string) string {
	sum := sha512.Sum384([]byte("origin-access-identity " + identityID))
	return hex.EncodeToString(sum[:])
}

// identityOf is the id of the identity that an origin names; ok is false when
// it names none.
func identityOf(o *policy.OriginConfig) (id string, ok bool) {
	if o.S3OriginConfig == nil || o.S3OriginConfig.OriginAccessIdentity == "" {
		return "", false
	}
	return strings.TrimPrefix(o.S3OriginConfig.OriginAccessIdentity, identityPrefix), true
}

// checkIdentities refuses a configuration that names an identity nobody made.
func checkIdentities(w *World, cfg *policy.DistributionConfig) error {
	for i := range cfg.Origins.Items {
		o := &cfg.Origins.Items[i]
		id, ok := identityOf(o)
		if !ok {
			continue
		}
		if !strings.HasPrefix(o.S3OriginConfig.OriginAccessIdentity, identityPrefix) || w.identities[id] == nil {
			return bad("InvalidOriginAccessIdentity", "The specified origin access identity does not exist or is not valid.",
				"Origins.Items.S3OriginConfig.OriginAccessIdentity")
		}
	}
	return nil
}
