package store

// Configurations are the parts of a bucket's settings that the store only
// keeps. Their types are plain data: all fields exported, so that they come
// back from JSON as they went in.
type Configurations struct{}
