package policy

import (
	"slices"
	"strconv"
	"time"
)

// defaultErrorCachingMinTTL is how long an error is cached when no custom
// error response says otherwise. Source: DG:HTTPStatusCodes.
const defaultErrorCachingMinTTL = 10 * time.Second

func compileErrorResponses(c *CustomErrorResponses) map[int]ErrorResponse {
	if c == nil {
		return nil
	}
	all := make(map[int]ErrorResponse, len(c.Items))
	for _, item := range c.Items {
		e := ErrorResponse{Status: item.ErrorCode, PagePath: item.ResponsePagePath,
			ResponseCode: item.ErrorCode, MinTTL: defaultErrorCachingMinTTL}
		if code, err := strconv.Atoi(item.ResponseCode); err == nil {
			e.ResponseCode = code
		}
		if item.ErrorCachingMinTTL != nil {
			e.MinTTL = seconds(*item.ErrorCachingMinTTL)
		}
		all[e.Status] = e
	}
	return all
}

// ErrorPage is the custom error page for an origin's status, ok false when
// there is none. It is the whole distribution's: it stands also in for errors
// of behaviors that cache nothing.
// Source: DG:HTTPStatusCodes, DG:creating-custom-error-pages;
// https://github.com/aws-samples/sample-collaborative-ai-dlc/issues/186 (errors
// of an API, all TTLs 0, became the app's page).
func (d *Distribution) ErrorPage(status int) (ErrorResponse, bool) {
	e, ok := d.ErrorResponses[status]
	return e, ok && e.PagePath != ""
}

// pageable are the statuses that may have a custom error page, and with 200
// the statuses that it may be sent with.
// Source: DG:custom-error-pages-response-code.
func pageable(status int) bool {
	return slices.Contains([]int{400, 403, 404, 405, 414, 416, 500, 501, 502, 503, 504}, status)
}
