package access

import (
	"strings"
	"testing"
)

const other = "123456789012"

// canned is a canned list, which there must be.
func canned(t *testing.T, name, owner, bucketOwner string) *ACL {
	t.Helper()
	acl, ok := Canned(name, owner, bucketOwner)
	if !ok {
		t.Fatalf("no canned ACL %s", name)
	}
	return &acl
}

// TestGrants: who may do what by a canned list on the bucket and one on the
// object, and by whose object it is. The bucket is 000000000000's; "-" is no
// list, as is its consequence.
func TestGrants(t *testing.T) {
	third := Caller{AccountID: "222222222222"}
	read := doc()
	for _, tt := range []struct {
		name, bucket, object, owner string
		doc                         string
		pab                         PublicAccessBlock
		caller                      Caller
		action                      string
		want                        bool
		why                         string
	}{
		{"private", "private", "private", owner, "", PublicAccessBlock{}, anonymous, "s3:GetObject", false, "no access control list gives s3:GetObject"},
		{"private, owner", "private", "private", owner, "", BlockAll(), root, "s3:GetObject", true, "belongs to"},
		{"public-read object", "private", "public-read", owner, "", PublicAccessBlock{}, anonymous, "s3:GetObject", true, "the object's access control list gives READ to " + AllUsers},
		{"public-read object, another account", "private", "public-read", owner, "", PublicAccessBlock{}, third, "s3:GetObject", true, ""},
		{"public-read object, writing its list", "private", "public-read", owner, "", PublicAccessBlock{}, anonymous, "s3:PutObjectAcl", false, ""},
		{"public-read object, its list", "private", "public-read", owner, "", PublicAccessBlock{}, anonymous, "s3:GetObjectAcl", false, ""},
		{"public-read object, its tags", "private", "public-read", owner, "", PublicAccessBlock{}, anonymous, "s3:GetObjectTagging", false, ""},
		{"public-read object, ignored", "private", "public-read", owner, "", PublicAccessBlock{IgnorePublicAcls: true}, anonymous, "s3:GetObject", false, "but IgnorePublicAcls is on"},
		{"public-read object, new ones blocked", "private", "public-read", owner, "", PublicAccessBlock{BlockPublicAcls: true}, anonymous, "s3:GetObject", true, ""},
		{"public-read object, ACLs off", "-", "public-read", owner, "", PublicAccessBlock{}, anonymous, "s3:GetObject", false, "the bucket has no policy, so nobody but its owner"},
		{"public-read object, denied", "private", "public-read", owner, doc("Effect", `"Deny"`), PublicAccessBlock{}, anonymous, "s3:GetObject", false, "denies"},
		{"public-read object, no such", "private", "-", owner, "", PublicAccessBlock{}, anonymous, "s3:GetObject", false, ""},
		{"public-read bucket", "public-read", "private", owner, "", PublicAccessBlock{}, anonymous, "s3:ListBucket", true, "the bucket's access control list gives READ"},
		{"public-read bucket, its objects", "public-read", "private", owner, "", PublicAccessBlock{}, anonymous, "s3:GetObject", false, ""},
		{"public-read bucket, writing", "public-read", "private", owner, "", PublicAccessBlock{}, anonymous, "s3:PutObject", false, ""},
		{"public-read-write bucket", "public-read-write", "private", owner, "", PublicAccessBlock{}, anonymous, "s3:PutObject", true, ""},
		{"public-read-write bucket, ignored", "public-read-write", "private", owner, "", BlockAll(), anonymous, "s3:PutObject", false, "IgnorePublicAcls"},
		{"public-read-write bucket, deleting", "public-read-write", "private", owner, "", PublicAccessBlock{}, anonymous, "s3:DeleteObject", false, ""},
		{"public-read-write bucket, its policy", "public-read-write", "private", owner, "", PublicAccessBlock{}, anonymous, "s3:PutBucketPolicy", false, ""},
		{"authenticated-read", "private", "authenticated-read", owner, "", PublicAccessBlock{}, anonymous, "s3:GetObject", false, ""},
		{"authenticated-read, an account", "private", "authenticated-read", owner, "", PublicAccessBlock{}, third, "s3:GetObject", true, AuthenticatedUsers},
		{"authenticated-read, CloudFront", "private", "authenticated-read", owner, "", PublicAccessBlock{}, cloudFront, "s3:GetObject", false, ""},
		{"authenticated-read, ignored", "private", "authenticated-read", owner, "", PublicAccessBlock{IgnorePublicAcls: true}, third, "s3:GetObject", false, ""},

		{"somebody's object", "private", "private", other, "", PublicAccessBlock{}, root, "s3:GetObject", false, "the object belongs to the account 123456789012, not to the bucket's"},
		{"somebody's object, themselves", "private", "private", other, "", PublicAccessBlock{}, stranger, "s3:GetObject", true, "the object belongs to the caller's account"},
		{"somebody's object, denied", "private", "private", other, doc("Effect", `"Deny"`), PublicAccessBlock{}, stranger, "s3:GetObject", false, "denies"},
		{"somebody's object, a policy", "private", "private", other, read, PublicAccessBlock{}, anonymous, "s3:GetObject", false, "the bucket policy cannot give"},
		{"somebody's object, deleting", "private", "private", other, "", PublicAccessBlock{}, root, "s3:DeleteObject", true, ""},
		{"somebody's object, overwriting", "private", "private", other, "", PublicAccessBlock{}, root, "s3:PutObject", true, ""},
		{"somebody's object, ACLs off", "-", "private", other, read, PublicAccessBlock{}, anonymous, "s3:GetObject", true, ""},
		{"bucket-owner-read", "private", "bucket-owner-read", other, "", PublicAccessBlock{}, root, "s3:GetObject", true, "the canonical user " + CanonicalID(owner)},
		{"bucket-owner-read, its list", "private", "bucket-owner-read", other, "", PublicAccessBlock{}, root, "s3:PutObjectAcl", false, ""},
		{"bucket-owner-full-control", "private", "bucket-owner-full-control", other, "", PublicAccessBlock{}, root, "s3:PutObjectAcl", true, "FULL_CONTROL"},
		{"bucket-owner-full-control, others", "private", "bucket-owner-full-control", other, "", PublicAccessBlock{}, third, "s3:GetObject", false, ""},
		{"policy where ACLs are on", "private", "private", owner, read, PublicAccessBlock{}, anonymous, "s3:GetObject", true, "statement 1"},
		{"public policy, restricted, list all the same", "private", "public-read", owner, read, PublicAccessBlock{RestrictPublicBuckets: true}, anonymous, "s3:GetObject", true, "access control list"},
		{"log-delivery-write", "log-delivery-write", "private", owner, "", PublicAccessBlock{}, Caller{Service: "logging.s3.amazonaws.com"}, "s3:PutObject", true, LogDelivery},
		{"log-delivery-write, others", "log-delivery-write", "private", owner, "", PublicAccessBlock{}, third, "s3:PutObject", false, ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			r := ask(tt.caller, asking(tt.action, "vod/index.m3u8"))
			if b, _, _ := strings.Cut(tt.action, "Object"); tt.action == "s3:ListBucket" || strings.Contains(b, "Bucket") {
				r.Key = ""
			}
			if tt.bucket != "-" {
				r.ACL = canned(t, tt.bucket, owner, owner)
			}
			r.Object = func() *Object { return nil }
			if tt.object != "-" {
				r.Object = func() *Object { return &Object{Owner: tt.owner, ACL: canned(t, tt.object, tt.owner, owner)} }
			}
			var p *Policy
			if tt.doc != "" {
				var err error
				if p, err = ParsePolicy([]byte(tt.doc), "media"); err != nil {
					t.Fatal(err)
				}
			}
			if got := Decide(p, tt.pab, r); got.Allowed != tt.want || !strings.Contains(got.Why, tt.why) {
				t.Errorf("%v, %q\nwant %v, …%s…", got.Allowed, got.Why, tt.want, tt.why)
			}
		})
	}
}

// TestUploadWithList: who may write to a bucket by its list may give what they
// write a list; by a policy that takes a permission of its own.
func TestUploadWithList(t *testing.T) {
	r := ask(stranger, asking("s3:PutObjectAcl", "k"))
	r.ACL, r.Upload = canned(t, "public-read-write", owner, owner), true
	r.Object = func() *Object { return &Object{Owner: owner, ACL: canned(t, "private", owner, owner)} }
	if d := Decide(nil, PublicAccessBlock{}, r); !d.Allowed {
		t.Error(d.Why)
	}
	r.ACL = canned(t, "private", owner, owner)
	p, err := ParsePolicy([]byte(puts(`{"StringLike":{"aws:PrincipalAccount":"*"}}`)), "media")
	if err != nil {
		t.Fatal(err)
	}
	if d := Decide(p, PublicAccessBlock{}, r); d.Allowed {
		t.Error(d.Why)
	}
}

func TestACLIsPublic(t *testing.T) {
	for name, want := range map[string]bool{
		"private": false, "public-read": true, "public-read-write": true, "authenticated-read": true, "aws-exec-read": false,
		"bucket-owner-read": false, "bucket-owner-full-control": false, "log-delivery-write": false,
	} {
		if got := canned(t, name, other, owner).IsPublic(); got != want {
			t.Errorf("%s: %v", name, got)
		}
	}
	if _, ok := Canned("Private", owner, owner); ok {
		t.Error("the names of canned ACLs have a case")
	}
}

// TestEmailReachesNobody: a grant to an address that no account here has.
func TestEmailReachesNobody(t *testing.T) {
	for _, c := range []Caller{anonymous, root, stranger, cloudFront, identity, {}} {
		g := Grant{Email: "a@example.com", Permission: PermissionFullControl}
		if g.reaches(&c) {
			t.Errorf("%s", c.String())
		}
	}
	if none := (Grant{Permission: PermissionRead}); none.reaches(&Caller{}) {
		t.Error("a grant to nobody reaches a caller without a name")
	}
}
