package policy

import "crossfront/emulator/hosts"

// Logging is where a distribution's standard access logs go.
type Logging struct {
	Bucket  string // as the configuration names it: media-logs.s3.amazonaws.com
	Prefix  string
	Cookies bool // cookies are logged, whatever is forwarded
}

// compileLogging is nil for a distribution that does not log.
func compileLogging(c *LoggingConfig) *Logging {
	if !*c.Enabled {
		return nil
	}
	return &Logging{Bucket: c.Bucket, Prefix: c.Prefix, Cookies: *c.IncludeCookies}
}

// normalizeLogging drops bucket and prefix where nothing is logged.
// Source: API:LoggingConfig (Enabled: "the values are automatically deleted").
func normalizeLogging(c *LoggingConfig) {
	fill(&c.Enabled, false)
	fill(&c.IncludeCookies, false)
	if !*c.Enabled {
		c.Bucket, c.Prefix = "", ""
	}
}

// logging checks that the name is one of a bucket; whether there is such a
// bucket is not for this room to know.
// Source: the API's own message, pasted by users of Terraform; for the prefix
// API:LoggingConfig and DG:DownloadDistValuesGeneral ("Log prefix": at most 256
// characters, does not begin with a slash).
func (c *distributionChecker) logging() {
	l := c.cfg.Logging
	if !*l.Enabled {
		return
	}
	if name, ok := hosts.ParseS3(l.Bucket); !ok || name.Bucket == "" || name.Website {
		c.invalid("Logging.Bucket", "The parameter Logging Bucket does not refer to a valid S3 bucket.")
	}
	if len(l.Prefix) > 256 || l.Prefix != "" && l.Prefix[0] == '/' {
		c.invalid("Logging.Prefix", "The parameter Logging Prefix has at most 256 characters and does not begin with a slash.")
	}
}
