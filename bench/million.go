package main

import (
	"context"
	"fmt"
	"strings"
)

// million prints S3's own benchmark of a bucket with a million objects.
func million(ctx context.Context, s *settings) error {
	list, err := benchmarks(ctx, "./emulator/s3", "Million", "-benchtime=100x")
	if err != nil {
		return err
	}
	for _, b := range list {
		_, what, _ := strings.Cut(b.name, "/")
		fmt.Fprintf(s.out, "  a page of 1,000 %s of 1,000,000 keys: %.1f ms, %.0f allocations\n", what, b.values["median-ms"], b.values["allocs/op"])
		s.report.one("a page of 1,000 "+what+" of 1,000,000 keys", "ms", []float64{b.values["median-ms"]})
	}
	fmt.Fprintf(s.out, "  memory per million small objects, beside their content: %.0f MB\n", list[0].values["memory-B"])
	s.report.one("memory per million small objects, beside their content", "MB", []float64{list[0].values["memory-B"]})
	return nil
}
