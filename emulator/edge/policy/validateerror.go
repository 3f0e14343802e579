package policy

import (
	"slices"
	"strconv"
	"strings"
)

// errorResponses checks the custom error responses: page and response code go
// together, an entry without them only changes the TTL.
// Source: API:CustomErrorResponse; DG:custom-error-pages-procedure.
func (c *distributionChecker) errorResponses() {
	list := c.cfg.CustomErrorResponses
	c.quantity("CustomErrorResponses", list.Quantity, len(list.Items))
	var codes []string
	for i := range list.Items {
		e := &list.Items[i]
		field := index("CustomErrorResponses.Items", i)
		codes = append(codes, strconv.Itoa(e.ErrorCode))
		if !pageable(e.ErrorCode) && !slices.Contains([]int{412, 415}, e.ErrorCode) {
			c.add("InvalidErrorCode", field+".ErrorCode", "An invalid error code was specified: %d.", e.ErrorCode)
		}
		c.notNegative(field+".ErrorCachingMinTTL", *e.ErrorCachingMinTTL)
		c.errorPage(field, e)
	}
	c.unique("CustomErrorResponses.Items.ErrorCode", codes, false)
}

func (c *distributionChecker) errorPage(field string, e *CustomErrorResponse) {
	if (e.ResponsePagePath == "") != (e.ResponseCode == "") {
		c.add("InvalidResponseCode", field+".ResponseCode", "ResponsePagePath and ResponseCode are given together or not at all.")
		return
	}
	if e.ResponsePagePath == "" {
		return
	}
	if !strings.HasPrefix(e.ResponsePagePath, "/") || len(e.ResponsePagePath) > 4000 {
		c.add("InvalidRelativePath", field+".ResponsePagePath", "The relative path is too big, is not URL-encoded, or does not begin with a slash (/).")
	}
	if !pageable(e.ErrorCode) {
		c.add("InvalidErrorCode", field+".ErrorCode", "%d cannot have a custom error page.", e.ErrorCode)
	}
	if code, err := strconv.Atoi(e.ResponseCode); err != nil || code != 200 && !pageable(code) {
		c.add("InvalidResponseCode", field+".ResponseCode", "A response code is not valid: %q.", e.ResponseCode)
	}
}
