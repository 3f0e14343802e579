package config

import (
	"encoding/json"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

const referenceFile = "../../docs/seed.md"

// example shows what most seed files have; the test reads it.
const example = `buckets:
  - name: media
    cors: cors.json               # what the S3 console shows, or aws s3api get-bucket-cors prints
    objects:
      - {from: vod, to: vod/, headers: {Cache-Control: max-age=60}}
distributions:
  - id: E1EXAMPLE                 # short form
    aliases: [cdn.example.com]
    origin: s3://media
    behavior: {cachePolicy: CachingOptimized, originRequestPolicy: CORS-S3Origin, responseHeadersPolicy: SimpleCORS}
  - id: E2EXAMPLE                 # AWS's own form
    config: distribution.json     # what aws cloudfront get-distribution-config prints
`

const preface = "# Seed files\n\n" +
	"Made by `go generate ./emulator/config` of `docs/seed.schema.json`, with which editors complete\n" +
	"and check: `# yaml-language-server: $schema=…/docs/seed.schema.json`.\n\n```sh\n" +
	"emulator --config seed.yaml       # or EMULATOR_CONFIG; the text itself: --seed, EMULATOR_SEED\n```\n\n```yaml\n" + example + "```\n\n" +
	"YAML or JSON. Every mistake is reported at once, with line, column and what was expected.\n" +
	"Nothing answers ready before all of it is there. Paths are relative to the file. A *document*\n" +
	"is one of AWS's own: the path of a file as the CLI prints it, or its text, or the same in YAML.\n"

// TestReference keeps the seed file's reference in step with its schema.
func TestReference(t *testing.T) {
	var schema struct {
		Defs map[string]definition `json:"$defs"`
	}
	if err := json.Unmarshal(generateSchema(t), &schema); err != nil {
		t.Fatal(err)
	}
	var b strings.Builder
	b.WriteString(preface)
	names := []string{"seedFile", "bucket", "object", "distribution", "behavior", "function", "keyValueStore", "fault"}
	for _, name := range names {
		d := schema.Defs[name]
		fmt.Fprintf(&b, "\n## %s\n\n%s\n\n| field | is | |\n|---|---|---|\n", titles()[name], d.Description)
		for _, f := range d.fields() {
			is := d.Properties[f].is()
			if slices.Contains(d.Required, f) {
				is += ", needed"
			}
			fmt.Fprintf(&b, "| `%s` | %s | %s |\n", f, is, strings.ReplaceAll(d.Properties[f].Description, "|", `\|`))
		}
	}
	for name := range schema.Defs {
		if !slices.Contains(names, name) {
			t.Errorf("the reference leaves %s out", name)
		}
	}
	if updating() {
		if err := os.WriteFile(referenceFile, []byte(b.String()), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	got, err := os.ReadFile(referenceFile)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(b.String(), string(got)); diff != "" {
		t.Errorf("docs/seed.md is stale, run go generate ./emulator/config (-want +got):\n%s", diff)
	}
}

// TestReferenceExample: the example is one.
func TestReferenceExample(t *testing.T) {
	t.Chdir(t.TempDir())
	for name, text := range map[string]string{
		"cors.json":      `[{"AllowedOrigins":["*"],"AllowedMethods":["GET"]}]`,
		"vod/index.m3u8": "#EXTM3U",
		"distribution.json": `{"CallerReference":"1","Comment":"","Enabled":true,
			"Origins":{"Quantity":1,"Items":[{"Id":"media","DomainName":"media.s3.us-east-1.amazonaws.com","S3OriginConfig":{"OriginAccessIdentity":""}}]},
			"DefaultCacheBehavior":{"TargetOriginId":"media","ViewerProtocolPolicy":"allow-all","CachePolicyId":"658327ea-f89d-4fab-a63d-7e88639e58f6"}}`,
	} {
		if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(name, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := parseSeed(example); err != nil {
		t.Error(err)
	}
}

func titles() map[string]string {
	return map[string]string{
		"seedFile": "The file", "bucket": "A bucket", "object": "Objects", "distribution": "A distribution",
		"behavior": "A short form's behavior", "function": "A function", "keyValueStore": "A key value store",
		"fault": "A fault",
	}
}

// A definition is a part of a JSON Schema.
type definition struct {
	Type        string                `json:"type"`
	Ref         string                `json:"$ref"`
	Description string                `json:"description"`
	Properties  map[string]definition `json:"properties"`
	Required    []string              `json:"required"`
	Items       *definition           `json:"items"`
	OneOf       []definition          `json:"oneOf"`
	Additional  any                   `json:"additionalProperties"`
}

// fields are required ones first, then by name.
func (d *definition) fields() []string {
	names := slices.DeleteFunc(slices.Sorted(maps.Keys(d.Properties)), func(n string) bool { return n == "$schema" })
	slices.SortStableFunc(names, func(a, b string) int {
		return d.rank(a) - d.rank(b)
	})
	return names
}

func (d *definition) rank(name string) int {
	if slices.Contains(d.Required, name) {
		return 0
	}
	return 1
}

// is says what a value is.
func (d definition) is() string {
	switch {
	case d.Ref != "":
		name := strings.TrimPrefix(d.Ref, "#/$defs/")
		anchor := strings.ToLower(strings.NewReplacer(" ", "-", "'", "").Replace(titles()[name]))
		return fmt.Sprintf("[%s](#%s)", strings.ToLower(titles()[name][:1])+titles()[name][1:], anchor)
	case len(d.OneOf) > 0:
		return "document"
	case d.Items != nil:
		return "list of " + d.Items.plural()
	case d.Type == "object":
		return "names and texts"
	case d.Type == "string":
		return "text"
	case d.Type == "boolean":
		return "true or false"
	}
	return "number"
}

func (d *definition) plural() string {
	switch is := d.is(); is {
	case "text", "document":
		return is + "s"
	default:
		return is
	}
}
