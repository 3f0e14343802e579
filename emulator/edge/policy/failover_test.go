package policy

import "testing"

func TestFailoverOver(t *testing.T) {
	f := &Failover{Group: "g", Codes: []int{403, 504}}
	for _, c := range []struct {
		method  string
		code    int
		over    bool
		because string
	}{
		{"GET", 403, true, "the origin group g lists 403"},
		{"HEAD", 504, true, "the origin group g lists 504"},
		{"OPTIONS", 403, true, "the origin group g lists 403"},
		{"GET", 404, false, "the origin group g does not list 404"},
		{"POST", 403, false, "POST requests do not fail over"},
		{"PUT", 504, false, "PUT requests do not fail over"},
	} {
		because, over := f.Over(c.method, c.code)
		if over != c.over || because != c.because {
			t.Errorf("%s %d: %v, %q", c.method, c.code, over, because)
		}
	}
}

func TestCompileTarget(t *testing.T) {
	second := customOrigin()
	second.Id, second.DomainName = "o2", "second.example.net"
	cfg := &DistributionConfig{Enabled: true, Origins: Origins{2, []OriginConfig{customOrigin(), second}},
		OriginGroups: &OriginGroups{1, []OriginGroup{{Id: "g", FailoverCriteria: OriginGroupFailoverCriteria{StatusCodes{2, []int{403, 503}}},
			Members: OriginGroupMembers{2, []OriginGroupMember{{"o2"}, {"o1"}}}}}},
		DefaultCacheBehavior: DefaultCacheBehavior{TargetOriginId: "g", ViewerProtocolPolicy: "allow-all", CachePolicyId: cacheID(t, "CachingOptimized")},
		CacheBehaviors: &CacheBehaviors{1, []CacheBehavior{{PathPattern: "/one", DefaultCacheBehavior: DefaultCacheBehavior{
			TargetOriginId: "o1", ViewerProtocolPolicy: "allow-all", CachePolicyId: cacheID(t, "CachingOptimized")}}}},
	}
	d, err := Compile("E1", cfg, newWorld(), Options{})
	if err != nil {
		t.Fatal(err)
	}
	one, group := d.Behaviors[0], d.Behaviors[1]
	if one.Origin.ID != "o1" || one.Failover != nil {
		t.Errorf("one origin: %+v, %+v", one.Origin, one.Failover)
	}
	if f := group.Failover; group.Origin.ID != "o2" || f == nil || f.Origin.ID != "o1" || f.Group != "g" || len(f.Codes) != 2 {
		t.Errorf("a group: %+v, %+v", group.Origin, f)
	}
}
