package conformance_test

import (
	"strings"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/cloudfront"
	cf "github.com/aws/aws-sdk-go-v2/service/cloudfront/types"
)

// createFunctions publishes the case's functions and puts their ARNs where the
// case names them.
func (w *world) createFunctions(t *testing.T, text string) string {
	t.Helper()
	doc := w.vector.Distribution["Functions"]
	if doc == nil {
		return text
	}
	var functions map[string]struct{ Runtime, Code string }
	readInto(t, doc, &functions)
	for name, f := range functions {
		must(t, w.createFunction(t, name, f.Runtime, f.Code))
		described, err := w.cloudfront.DescribeFunction(t.Context(), &cloudfront.DescribeFunctionInput{Name: &name})
		must(t, err)
		published, err := w.cloudfront.PublishFunction(t.Context(), &cloudfront.PublishFunctionInput{Name: &name, IfMatch: described.ETag})
		must(t, err)
		text = strings.ReplaceAll(text, "arn:aws:cloudfront::111122223333:function/"+name+`"`, *published.FunctionSummary.FunctionMetadata.FunctionARN+`"`)
	}
	return text
}

func (w *world) createFunction(t *testing.T, name, runtime, code string) error {
	t.Helper()
	_, err := w.cloudfront.CreateFunction(t.Context(), &cloudfront.CreateFunctionInput{
		Name: aws.String(name), FunctionCode: []byte(code),
		FunctionConfig: &cf.FunctionConfig{Comment: aws.String(""), Runtime: cf.FunctionRuntime(runtime)},
	})
	return err
}
