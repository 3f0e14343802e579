package api

import (
	"fmt"
	"net/http/httptest"
	"strings"
	"testing"
	"testing/synctest"
	"time"
)

// TestPause holds long answers to requests with a body to come late enough for the
// AWS SDK for Go to have ended its request, and no other to wait.
func TestPause(t *testing.T) {
	for _, c := range []struct {
		answer int
		took   int64
		want   time.Duration
	}{
		{answer: 8 << 10, took: 8 << 10, want: pause},
		{answer: 8 << 10, took: -1, want: pause}, // chunked
		{answer: 8 << 10, took: 300, want: pause},
		{answer: 8 << 10, took: 0},
		{answer: 300, took: 8 << 10},
		{answer: 300, took: 300},
	} {
		t.Run(fmt.Sprintf("%d to %d", c.answer, c.took), func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				start := time.Now()
				res := httptest.NewRecorder()
				(&writer{w: res, now: start, took: c.took}).send(200, xmlType, []byte(strings.Repeat("x", c.answer)))
				if took := time.Since(start); took != c.want || res.Body.Len() != c.answer {
					t.Errorf("%d bytes after %v, want %v", res.Body.Len(), took, c.want)
				}
			})
		})
	}
}
