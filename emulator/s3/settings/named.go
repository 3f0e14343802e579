package settings

// A Named is a configuration of which a bucket may have many, told apart by
// their ids.
type Named interface {
	Document
	// Name is the configuration's id.
	Name() string
}

func checkTag(t *Tag) error {
	if t == nil {
		return nil
	}
	return checkTags([]Tag{*t})
}

func checkDestination(arn string) error {
	if _, ok := bucketOfARN(arn); !ok {
		return refuse("InvalidS3DestinationBucket", "Invalid bucket ARN.")
	}
	return nil
}
