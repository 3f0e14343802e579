package settings

import (
	"slices"
	"strings"
)

// Notification says which events go where. Nothing is delivered.
// https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutBucketNotificationConfiguration.html
type Notification struct {
	XMLName     struct{}   `xml:"http://s3.amazonaws.com/doc/2006-03-01/ NotificationConfiguration" json:"-"`
	Topics      []Topic    `xml:"TopicConfiguration"`
	Queues      []Queue    `xml:"QueueConfiguration"`
	Functions   []Function `xml:"CloudFunctionConfiguration"`
	EventBridge *struct{}  `xml:"EventBridgeConfiguration"`
}

// Topic is an SNS topic to tell.
type Topic struct {
	ID     string       `xml:"Id,omitempty"`
	Topic  string       `xml:"Topic" rule:"required"`
	Events []string     `xml:"Event" rule:"required"`
	Filter *EventFilter `xml:"Filter"`
}

// Queue is an SQS queue to tell.
type Queue struct {
	ID     string       `xml:"Id,omitempty"`
	Queue  string       `xml:"Queue" rule:"required"`
	Events []string     `xml:"Event" rule:"required"`
	Filter *EventFilter `xml:"Filter"`
}

// Function is a Lambda function to call.
type Function struct {
	ID       string       `xml:"Id,omitempty"`
	Function string       `xml:"CloudFunction" rule:"required"`
	Events   []string     `xml:"Event" rule:"required"`
	Filter   *EventFilter `xml:"Filter"`
}

// EventFilter leaves only some keys.
type EventFilter struct {
	Key *KeyFilter `xml:"S3Key"`
}

// KeyFilter is a prefix, a suffix or both.
type KeyFilter struct {
	Rules []FilterRule `xml:"FilterRule"`
}

// FilterRule is one of the two.
type FilterRule struct {
	Name  string `xml:"Name" rule:"required"` // "prefix" or "suffix", in any case
	Value string `xml:"Value" rule:"required"`
}

// Empty says whether nobody is to be told anything.
func (n *Notification) Empty() bool {
	return len(n.Topics)+len(n.Queues)+len(n.Functions) == 0 && n.EventBridge == nil
}

// events lists what may be asked for; a family is its events or "*".
// https://docs.aws.amazon.com/AmazonS3/latest/userguide/notification-how-to-event-types-and-destinations.html
func events() map[string][]string {
	return map[string][]string{
		"ObjectCreated":               {"*", "Put", "Post", "Copy", "CompleteMultipartUpload"},
		"ObjectRemoved":               {"*", "Delete", "DeleteMarkerCreated"},
		"ObjectRestore":               {"*", "Post", "Completed", "Delete"},
		"Replication":                 {"*", "OperationFailedReplication", "OperationMissedThreshold", "OperationReplicatedAfterThreshold", "OperationNotTracked"},
		"LifecycleExpiration":         {"*", "Delete", "DeleteMarkerCreated"},
		"ObjectTagging":               {"*", "Put", "Delete"},
		"LifecycleTransition":         {""},
		"IntelligentTiering":          {""},
		"ObjectAcl":                   {"Put"},
		"ReducedRedundancyLostObject": {""},
	}
}

func knownEvent(name string) bool {
	rest, ok := strings.CutPrefix(name, "s3:")
	family, event, _ := strings.Cut(rest, ":")
	return ok && slices.Contains(events()[family], event)
}

// A destination is what the three kinds have in common.
type destination struct {
	id      *string
	arn     string
	service string // of the ARN
	events  []string
	filter  *EventFilter
}

func (n *Notification) destinations() []destination {
	var all []destination
	for i := range n.Topics {
		t := &n.Topics[i]
		all = append(all, destination{&t.ID, t.Topic, "sns", t.Events, t.Filter})
	}
	for i := range n.Queues {
		q := &n.Queues[i]
		all = append(all, destination{&q.ID, q.Queue, "sqs", q.Events, q.Filter})
	}
	for i := range n.Functions {
		f := &n.Functions[i]
		all = append(all, destination{&f.ID, f.Function, "lambda", f.Events, f.Filter})
	}
	return all
}

// Check implements Document. It cannot know whether a destination exists.
// Configurations without an id get one.
func (n *Notification) Check() error {
	all := n.destinations()
	ids := make(map[string]bool)
	for i, d := range all {
		if err := d.check(); err != nil {
			return err
		}
		if *d.id == "" {
			*d.id = newID()
		}
		if ids[*d.id] {
			return refuse("InvalidArgument", "Configuration ids must be unique")
		}
		ids[*d.id] = true
		for _, other := range all[:i] {
			if d.overlaps(other) {
				return refuse("InvalidArgument", "Configurations overlap. Configurations on the same bucket cannot share a common event type.")
			}
		}
	}
	return nil
}

func (d destination) check() error {
	if parts, ok := arnParts(d.arn); !ok || parts[2] != d.service {
		return invalidArgument("The ARN could not be parsed", d.service, d.arn)
	}
	for _, e := range d.events {
		if !knownEvent(e) {
			return malformed()
		}
	}
	if d.filter == nil || d.filter.Key == nil {
		return nil
	}
	seen := make(map[string]bool)
	for _, r := range d.filter.Key.Rules {
		name := strings.ToLower(r.Name)
		if name != "prefix" && name != "suffix" {
			return invalidArgument("filter rule name must be either prefix or suffix", "FilterRule.Name", r.Name)
		}
		if seen[name] {
			return invalidArgument("Cannot specify more than one "+name+" rule in a filter.", "FilterRule.Name", r.Name)
		}
		seen[name] = true
	}
	return nil
}

// overlaps says whether an event of some key would go to both.
func (d destination) overlaps(o destination) bool {
	shared := slices.ContainsFunc(d.events, func(a string) bool {
		return slices.ContainsFunc(o.events, func(b string) bool { return sameEvent(a, b) })
	})
	prefix, suffix := d.filter.ends()
	otherPrefix, otherSuffix := o.filter.ends()
	return shared && (strings.HasPrefix(prefix, otherPrefix) || strings.HasPrefix(otherPrefix, prefix)) &&
		(strings.HasSuffix(suffix, otherSuffix) || strings.HasSuffix(otherSuffix, suffix))
}

func sameEvent(a, b string) bool {
	if a == b {
		return true
	}
	wideA, okA := strings.CutSuffix(a, "*")
	wideB, okB := strings.CutSuffix(b, "*")
	return okA && strings.HasPrefix(b, wideA) || okB && strings.HasPrefix(a, wideB)
}

func (f *EventFilter) ends() (prefix, suffix string) {
	if f == nil || f.Key == nil {
		return "", ""
	}
	for _, r := range f.Key.Rules {
		if strings.EqualFold(r.Name, "prefix") {
			prefix = r.Value
		} else {
			suffix = r.Value
		}
	}
	return prefix, suffix
}
