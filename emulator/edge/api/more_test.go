package api

import (
	"fmt"
	"slices"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/cloudfront"
	"github.com/aws/aws-sdk-go-v2/service/cloudfront/types"
)

// withAliases is a distribution that has these aliases, and is called so.
func (s *server) withAliases(t *testing.T, reference string, aliases ...string) *cloudfront.CreateDistributionOutput {
	t.Helper()
	cfg := terraformDistribution("", cachingOptimized)
	cfg.Origins.Items[0].OriginAccessControlId = nil
	cfg.CallerReference = aws.String(reference)
	if len(aliases) > 0 {
		cfg.Aliases = &types.Aliases{Quantity: aws.Int32(int32(len(aliases))), Items: aliases}
	}
	cfg.ViewerCertificate = &types.ViewerCertificate{SSLSupportMethod: "sni-only", MinimumProtocolVersion: "TLSv1.2_2021",
		ACMCertificateArn: aws.String("arn:aws:acm:us-east-1:000000000000:certificate/00000000-0000-4000-8000-000000000000")}
	made, err := s.client().CreateDistribution(t.Context(), &cloudfront.CreateDistributionInput{DistributionConfig: cfg})
	if err != nil {
		t.Fatal(err)
	}
	return made
}

// TestCopyDistribution makes a staging distribution: the primary's settings
// without its aliases.
func TestCopyDistribution(t *testing.T) {
	s := newServer(t, nil)
	ctx, c := t.Context(), s.client()
	primary := s.withAliases(t, "primary", "www.example.com")
	in := &cloudfront.CopyDistributionInput{PrimaryDistributionId: primary.Distribution.Id, CallerReference: aws.String("copy"), Staging: aws.Bool(true), IfMatch: primary.ETag}
	for what, want := range map[string]string{"": "InvalidIfMatchVersion 400", "EOLD": "PreconditionFailed 412"} {
		bad := *in
		bad.IfMatch = aws.String(what)
		if _, err := c.CopyDistribution(ctx, &bad); code(err) != want {
			t.Errorf("version %q: %v", what, err)
		}
	}
	copied, err := c.CopyDistribution(ctx, in)
	if err != nil {
		t.Fatal(err)
	}
	cfg := copied.Distribution.DistributionConfig
	if !*cfg.Staging || !*cfg.Enabled || *cfg.Aliases.Quantity != 0 || *cfg.CallerReference != "copy" ||
		*cfg.DefaultCacheBehavior.CachePolicyId != *primary.Distribution.DistributionConfig.DefaultCacheBehavior.CachePolicyId || *copied.Distribution.Id == *primary.Distribution.Id {
		t.Errorf("%+v", cfg)
	}
	if _, err := c.CopyDistribution(ctx, in); code(err) != "DistributionAlreadyExists 409" {
		t.Errorf("the same copy again: %v", err)
	}
	in.PrimaryDistributionId, in.IfMatch, in.CallerReference = copied.Distribution.Id, copied.ETag, aws.String("third")
	if _, err := c.CopyDistribution(ctx, in); code(err) != "InvalidArgument 400" {
		t.Errorf("a copy of a copy: %v", err)
	}
	cfg.Staging = aws.Bool(false)
	if _, err := c.UpdateDistribution(ctx, &cloudfront.UpdateDistributionInput{Id: copied.Distribution.Id, IfMatch: copied.ETag, DistributionConfig: cfg}); code(err) != "IllegalUpdate 400" {
		t.Errorf("no longer staging: %v", err)
	}
	in.PrimaryDistributionId = aws.String("ENONE")
	if _, err := c.CopyDistribution(ctx, in); code(err) != "NoSuchDistribution 404" {
		t.Errorf("a copy of nothing: %v", err)
	}
}

// TestAliases moves an alias from one distribution to another, and lists what
// stands in its way.
func TestAliases(t *testing.T) {
	s := newServer(t, nil)
	ctx, c := t.Context(), s.client()
	one := s.withAliases(t, "one", "www.example.com", "static.example.com")
	two := s.withAliases(t, "two", "*.example.com")
	list := func(alias string, maxItems int32) (names []string, next string) {
		t.Helper()
		got, err := c.ListConflictingAliases(ctx, &cloudfront.ListConflictingAliasesInput{DistributionId: one.Distribution.Id, Alias: aws.String(alias), MaxItems: aws.Int32(maxItems)})
		if err != nil {
			t.Fatal(err)
		}
		for _, item := range got.ConflictingAliasesList.Items {
			names = append(names, *item.Alias+" "+*item.DistributionId+" "+*item.AccountId)
		}
		if got.ConflictingAliasesList.NextMarker != nil {
			next = *got.ConflictingAliasesList.NextMarker
		}
		return names, next
	}
	first, second := (*one.Distribution.Id)[7:], (*two.Distribution.Id)[7:]
	for alias, want := range map[string][]string{
		"www.example.com":   {"*.example.com *******" + second + " ******000000", "www.example.com *******" + first + " ******000000"},
		"*.example.com":     {"*.example.com *******" + second + " ******000000", "static.example.com *******" + first + " ******000000", "www.example.com *******" + first + " ******000000"},
		"other.example.com": {"*.example.com *******" + second + " ******000000"},
		"example.com":       nil,
	} {
		if got, _ := list(alias, 100); !slices.Equal(got, want) {
			t.Errorf("%s: %q, want %q", alias, got, want)
		}
	}
	if got, next := list("*.example.com", 2); len(got) != 2 || next != "static.example.com" {
		t.Errorf("a page: %q, next %s", got, next)
	}
	if _, err := c.ListConflictingAliases(ctx, &cloudfront.ListConflictingAliasesInput{DistributionId: aws.String("ENONE"), Alias: aws.String("a.example")}); code(err) != "NoSuchDistribution 404" {
		t.Error(err)
	}

	move := func(to *string, alias string) error {
		_, err := c.AssociateAlias(ctx, &cloudfront.AssociateAliasInput{TargetDistributionId: to, Alias: aws.String(alias)})
		return err
	}
	for range 2 { // the second does nothing
		if err := move(two.Distribution.Id, "www.example.com"); err != nil {
			t.Fatal(err)
		}
	}
	for id, want := range map[*string]string{one.Distribution.Id: "[static.example.com]", two.Distribution.Id: "[*.example.com www.example.com]"} {
		got, err := c.GetDistribution(ctx, &cloudfront.GetDistributionInput{Id: id})
		if err != nil || fmt.Sprint(got.Distribution.DistributionConfig.Aliases.Items) != want || int(*got.Distribution.DistributionConfig.Aliases.Quantity) != len(got.Distribution.DistributionConfig.Aliases.Items) {
			t.Errorf("%s has %v, %v; want %s", *id, got.Distribution.DistributionConfig.Aliases.Items, err, want)
		}
	}
	if d, _, ok := s.registry.World().ByHost("www.example.com"); !ok || d.ID != *two.Distribution.Id {
		t.Error("viewers are sent to the old distribution")
	}
	plain := terraformDistribution("", cachingOptimized)
	plain.Origins.Items[0].OriginAccessControlId, plain.CallerReference = nil, aws.String("plain")
	third, err := c.CreateDistribution(ctx, &cloudfront.CreateDistributionInput{DistributionConfig: plain})
	if err != nil {
		t.Fatal(err)
	}
	for what, tt := range map[string]struct {
		to    *string
		alias string
		want  string
	}{
		"without a certificate": {third.Distribution.Id, "www.example.com", "IllegalUpdate 400"},
		"to nobody":             {aws.String("ENONE"), "www.example.com", "NoSuchDistribution 404"},
		"of a bad name":         {two.Distribution.Id, "a..example", "InvalidArgument 400"},
	} {
		if err := move(tt.to, tt.alias); code(err) != tt.want {
			t.Errorf("%s: %v, want %s", what, err, tt.want)
		}
	}
	if d, _, ok := s.registry.World().ByHost("www.example.com"); !ok || d.ID != *two.Distribution.Id {
		t.Error("a refused move moved")
	}
}

// TestListsByWhatIsKept lists distributions by their web ACL and by their
// configuration of real-time logs, neither of which has an effect here.
func TestListsByWhatIsKept(t *testing.T) {
	s := newServer(t, nil)
	ctx, c := t.Context(), s.client()
	const acl = "arn:aws:wafv2:us-east-1:123456789012:global/webacl/A/473e64fd-f30b-4765-81a0-62ad96dd167a"
	const logs = "arn:aws:cloudfront::123456789012:realtime-log-config/fast"
	one, two := s.withAliases(t, "one"), s.withAliases(t, "two")
	set, err := c.AssociateDistributionWebACL(ctx, &cloudfront.AssociateDistributionWebACLInput{Id: one.Distribution.Id, IfMatch: one.ETag, WebACLArn: aws.String(acl)})
	if err != nil || *set.WebACLArn != acl || *set.Id != *one.Distribution.Id || *set.ETag == *one.ETag {
		t.Fatalf("%+v, %v", set, err)
	}
	by := func(id string) string {
		t.Helper()
		got, err := c.ListDistributionsByWebACLId(ctx, &cloudfront.ListDistributionsByWebACLIdInput{WebACLId: aws.String(id)})
		if err != nil {
			t.Fatal(err)
		}
		var ids []string
		for _, d := range got.DistributionList.Items {
			ids = append(ids, *d.Id)
		}
		return fmt.Sprint(ids)
	}
	if a, b := by(acl), by("null"); a != "["+*one.Distribution.Id+"]" || b != "["+*two.Distribution.Id+"]" {
		t.Errorf("with: %s, without: %s", a, b)
	}
	cfg := two.Distribution.DistributionConfig
	cfg.DefaultCacheBehavior.RealtimeLogConfigArn = aws.String(logs)
	if _, err := c.UpdateDistribution(ctx, &cloudfront.UpdateDistributionInput{Id: two.Distribution.Id, IfMatch: two.ETag, DistributionConfig: cfg}); err != nil {
		t.Fatal(err)
	}
	for _, in := range []*cloudfront.ListDistributionsByRealtimeLogConfigInput{
		{RealtimeLogConfigArn: aws.String(logs)}, {RealtimeLogConfigName: aws.String("fast"), RealtimeLogConfigArn: aws.String("other")},
	} {
		got, err := c.ListDistributionsByRealtimeLogConfig(ctx, in)
		if err != nil || len(got.DistributionList.Items) != 1 || *got.DistributionList.Items[0].Id != *two.Distribution.Id {
			t.Errorf("%+v, %v", got, err)
		}
	}
	if got, err := c.ListDistributionsByRealtimeLogConfig(ctx, &cloudfront.ListDistributionsByRealtimeLogConfigInput{RealtimeLogConfigName: aws.String("slow")}); err != nil || *got.DistributionList.Quantity != 0 {
		t.Errorf("%+v, %v", got, err)
	}
	if _, err := c.ListDistributionsByRealtimeLogConfig(ctx, &cloudfront.ListDistributionsByRealtimeLogConfigInput{}); code(err) != "InvalidArgument 400" {
		t.Error(err)
	}
	if _, err := c.AssociateDistributionWebACL(ctx, &cloudfront.AssociateDistributionWebACLInput{Id: one.Distribution.Id, WebACLArn: aws.String("mine")}); code(err) != "InvalidWebACLId 400" {
		t.Error(err)
	}
	if _, err := c.AssociateDistributionWebACL(ctx, &cloudfront.AssociateDistributionWebACLInput{Id: aws.String("ENONE"), WebACLArn: aws.String(acl)}); code(err) != "EntityNotFound 404" {
		t.Error(err)
	}
	if _, err := c.DisassociateDistributionWebACL(ctx, &cloudfront.DisassociateDistributionWebACLInput{Id: one.Distribution.Id, IfMatch: one.ETag}); code(err) != "PreconditionFailed 412" {
		t.Error(err)
	}
	if off, err := c.DisassociateDistributionWebACL(ctx, &cloudfront.DisassociateDistributionWebACLInput{Id: one.Distribution.Id, IfMatch: set.ETag}); err != nil || *off.Id != *one.Distribution.Id || by(acl) != "[]" {
		t.Errorf("%+v, %v", off, err)
	}
}
