package origin

import (
	"context"
	"io"
	"net/http"
	"time"
)

// A limit is an origin's response completion timeout at work: it ends the
// request, attempts, head and body together, when its time is over.
// https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/DownloadDistValuesOrigin.html#response-completion-timeout
type limit struct {
	ctx context.Context
	end context.CancelFunc
}

// within gives ctx that time; 0 is for ever.
func (c *Client) within(ctx context.Context, d time.Duration) (context.Context, limit) {
	if d <= 0 {
		return ctx, limit{end: func() {}}
	}
	if !c.faults.Any() {
		ctx, end := context.WithTimeoutCause(ctx, d, errCompletionTimeout)
		return ctx, limit{ctx, end}
	}
	ctx, cancel := context.WithCancelCause(ctx)
	t := c.afterFunc(d, func() { cancel(errCompletionTimeout) })
	return ctx, limit{ctx, func() {
		t.Stop()
		cancel(nil)
	}}
}

// watch keeps the limit up until the answer's body is closed.
func (l limit) watch(resp *http.Response, host string) {
	if l.ctx == nil {
		return
	}
	body := resp.Body
	stop := context.AfterFunc(l.ctx, func() { body.Close() })
	resp.Body = &limitedBody{ReadCloser: body, limit: l, host: host, stop: stop}
}

type limitedBody struct {
	io.ReadCloser
	limit limit
	host  string
	stop  func() bool
}

func (b *limitedBody) Read(p []byte) (int, error) {
	n, err := b.ReadCloser.Read(p)
	if err != nil && err != io.EOF && b.limit.ctx.Err() != nil {
		err = failure(b.limit.ctx, b.host, true, err)
	}
	return n, err
}

func (b *limitedBody) Close() error {
	b.stop()
	defer b.limit.end()
	return b.ReadCloser.Close()
}
