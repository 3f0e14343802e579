// Package fault makes failures on demand: a bucket or an origin that is slow,
// answers with an error, breaks the connection or ends in the middle of a body.
//
// A [Set] holds the faults that are set now. S3 and the way to origins ask it
// about each request, when it holds any at all, and do what the [Hit] says. What
// comes of that, such as the edge's 504, is nobody's business here. A [Trace]
// remembers which faults a request met.
//
// The names are those of the field: latency, jitter, bandwidth, reset of
// toxiproxy, whose limit_data is truncate here.
package fault
