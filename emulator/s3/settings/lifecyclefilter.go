package settings

func (f *LifecycleFilter) check() error {
	if f == nil {
		return nil
	}
	if present(f.Prefix != nil, f.Tag != nil, f.GreaterThan != nil, f.LessThan != nil, f.And != nil) > 1 {
		return malformed()
	}
	if f.Tag != nil {
		return checkTags([]Tag{*f.Tag})
	}
	if err := checkSizes(f.GreaterThan, f.LessThan); err != nil {
		return err
	}
	a := f.And
	if a == nil {
		return nil
	}
	if present(a.Prefix != nil, a.GreaterThan != nil, a.LessThan != nil)+len(a.Tags) < 2 {
		return malformed()
	}
	seen := make(map[string]bool)
	for _, t := range a.Tags {
		if seen[t.Key] {
			return invalidRequest("Duplicate Tag Keys are not allowed.")
		}
		seen[t.Key] = true
	}
	if err := checkTags(a.Tags); err != nil {
		return err
	}
	return checkSizes(a.GreaterThan, a.LessThan)
}

func checkSizes(greater, less *int64) error {
	switch {
	case greater != nil && *greater < 0, less != nil && *less <= 0:
		return malformed()
	case greater != nil && less != nil && *less <= *greater:
		return invalidRequest("'ObjectSizeLessThan' has to be a value greater than 'ObjectSizeGreaterThan'.")
	}
	return nil
}

func (f *LifecycleFilter) hasTags() bool {
	return f != nil && (f.Tag != nil || f.And != nil && len(f.And.Tags) > 0)
}

func (f *LifecycleFilter) hasSizes() bool {
	return f != nil && (f.GreaterThan != nil || f.LessThan != nil || f.And != nil && (f.And.GreaterThan != nil || f.And.LessThan != nil))
}
