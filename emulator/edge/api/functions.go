package api

import (
	"net/http"
	"strconv"
	"time"

	"github.com/gorilla/mux"

	"crossfront/emulator/edge/function"
	"crossfront/emulator/edge/policy"
	"crossfront/emulator/edge/registry"
)

// The API structures of the requests. FunctionCode and EventObject are base64.
type createFunctionRequest struct {
	Name           string                `xml:"Name"`
	FunctionConfig policy.FunctionConfig `xml:"FunctionConfig"`
	FunctionCode   []byte                `xml:"FunctionCode"`
	Tags           tags                  `xml:"Tags"`
}

type updateFunctionRequest struct {
	FunctionConfig policy.FunctionConfig `xml:"FunctionConfig"`
	FunctionCode   []byte                `xml:"FunctionCode"`
}

type testFunctionRequest struct {
	Stage       string `xml:"Stage"`
	EventObject []byte `xml:"EventObject"`
}

// functionSummary is the API structure FunctionSummary.
type functionSummary struct {
	Name             string                `xml:"Name"`
	Status           string                `xml:"Status"`
	FunctionConfig   policy.FunctionConfig `xml:"FunctionConfig"`
	FunctionMetadata functionMetadata      `xml:"FunctionMetadata"`
}

type functionMetadata struct {
	FunctionARN      string    `xml:"FunctionARN"`
	Stage            string    `xml:"Stage"`
	CreatedTime      time.Time `xml:"CreatedTime"`
	LastModifiedTime time.Time `xml:"LastModifiedTime"`
}

type functionList struct {
	policyListHead
	Items []functionSummary `xml:"Items>FunctionSummary"`
}

// testResult is the API structure TestResult.
type testResult struct {
	FunctionSummary       functionSummary `xml:"FunctionSummary"`
	ComputeUtilization    string          `xml:"ComputeUtilization"`
	FunctionExecutionLogs []string        `xml:"FunctionExecutionLogs>member" list:"keep"`
	FunctionErrorMessage  string          `xml:"FunctionErrorMessage"`
	FunctionOutput        string          `xml:"FunctionOutput"`
}

func (a *API) routeFunctions(v *mux.Router) {
	const one = "/function/{name}"
	v.Methods(http.MethodPost).Path("/function").Handler(a.handle(createFunction))
	v.Methods(http.MethodGet).Path("/function").Handler(a.handle(listFunctions))
	v.Methods(http.MethodGet).Path(one).Handler(a.handle(getFunction))
	v.Methods(http.MethodGet).Path(one + "/describe").Handler(a.handle(describeFunction))
	v.Methods(http.MethodPut).Path(one).Handler(a.handle(updateFunction))
	v.Methods(http.MethodDelete).Path(one).Handler(a.handle(deleteFunction))
	v.Methods(http.MethodPost).Path(one + "/publish").Handler(a.handle(publishFunction))
	v.Methods(http.MethodPost).Path(one + "/test").Handler(a.handle(testFunction))
}

func createFunction(c *call) (answer, error) {
	var in createFunctionRequest
	if err := c.decode("CreateFunctionRequest", &in); err != nil {
		return answer{}, err
	}
	f, err := c.registry.CreateFunction(in.Name, in.FunctionConfig, in.FunctionCode, in.Tags.Items)
	if err != nil {
		return answer{}, err
	}
	ans := functionAnswer(c, f, registry.StageDevelopment, &f.Development)
	ans.status, ans.location = http.StatusCreated, c.base+"/function/"+f.ARN
	return ans, nil
}

// updateFunction answers with the new version in two headers: ETtag is how the
// API's model spells the one that SDKs read.
func updateFunction(c *call) (answer, error) {
	var in updateFunctionRequest
	if err := c.decode("UpdateFunctionRequest", &in); err != nil {
		return answer{}, err
	}
	f, err := c.registry.UpdateFunction(c.vars["name"], c.ifMatch, in.FunctionConfig, in.FunctionCode)
	if err != nil {
		return answer{}, err
	}
	ans := functionAnswer(c, f, registry.StageDevelopment, &f.Development)
	ans.ettag = ans.etag
	return ans, nil
}

// publishFunction has no ETag in its answer.
func publishFunction(c *call) (answer, error) {
	f, err := c.registry.PublishFunction(c.vars["name"], c.ifMatch)
	if err != nil {
		return answer{}, err
	}
	ans := functionAnswer(c, f, registry.StageLive, f.Live)
	ans.etag = ""
	return ans, nil
}

func deleteFunction(c *call) (answer, error) {
	if err := c.registry.DeleteFunction(c.vars["name"], c.ifMatch); err != nil {
		return answer{}, err
	}
	return answer{status: http.StatusNoContent}, nil
}

// stage is the function and its stage that a call names; without a Stage it is
// DEVELOPMENT.
func (c *call) stage() (f *registry.Function, name string, s *registry.Stage, err error) {
	if f, err = c.registry.Function(c.vars["name"]); err != nil {
		return nil, "", nil, err
	}
	if name = c.query.Get("Stage"); name == "" {
		name = registry.StageDevelopment
	}
	s, err = f.Stage(name)
	return f, name, s, err
}

func describeFunction(c *call) (answer, error) {
	f, name, s, err := c.stage()
	if err != nil {
		return answer{}, err
	}
	return functionAnswer(c, f, name, s), nil
}

// getFunction answers with the code itself.
func getFunction(c *call) (answer, error) {
	_, _, s, err := c.stage()
	if err != nil {
		return answer{}, err
	}
	return answer{status: http.StatusOK, etag: s.ETag, raw: s.Code, contentType: "application/octet-stream"}, nil
}

// listFunctions lists both stages of every function, or those of one Stage, as
// captured: https://github.com/turbot/steampipe-plugin-aws/pull/1120.
func listFunctions(c *call) (answer, error) {
	want := c.query.Get("Stage")
	if want != "" && want != registry.StageDevelopment && want != registry.StageLive {
		return answer{}, invalid("Stage", "The parameter Stage must be DEVELOPMENT or LIVE.")
	}
	functions, err := c.registry.ListFunctions()
	if err != nil {
		return answer{}, err
	}
	var all []functionSummary
	for _, f := range functions {
		if want != registry.StageLive {
			all = append(all, functionSummaryOf(c.registry, f, registry.StageDevelopment, &f.Development))
		}
		if want != registry.StageDevelopment && f.Live != nil {
			all = append(all, functionSummaryOf(c.registry, f, registry.StageLive, f.Live))
		}
	}
	page, head, err := paginate(c, all, func(s functionSummary) string { return s.Name + "/" + s.FunctionMetadata.Stage })
	if err != nil {
		return answer{}, err
	}
	return answer{status: http.StatusOK, root: "FunctionList", body: functionList{head.ofPolicies(), page}}, nil
}

func testFunction(c *call) (answer, error) {
	var in testFunctionRequest
	if err := c.decode("TestFunctionRequest", &in); err != nil {
		return answer{}, err
	}
	if in.Stage == "" {
		in.Stage = registry.StageDevelopment
	}
	f, res, err := c.registry.TestFunction(c.vars["name"], c.ifMatch, in.Stage, in.EventObject, function.Place{Name: "IAD", ServerIP: "192.0.2.1", Region: "us-east-1"})
	if err != nil {
		return answer{}, err
	}
	s, err := f.Stage(in.Stage)
	if err != nil {
		return answer{}, err
	}
	return answer{status: http.StatusOK, root: "TestResult", body: testResult{
		FunctionSummary:       functionSummaryOf(c.registry, f, in.Stage, s),
		ComputeUtilization:    strconv.Itoa(res.Utilization),
		FunctionExecutionLogs: res.Logs,
		FunctionErrorMessage:  res.Message,
		FunctionOutput:        res.Output,
	}}, nil
}

func functionAnswer(c *call, f *registry.Function, name string, s *registry.Stage) answer {
	return answer{status: http.StatusOK, etag: s.ETag, root: "FunctionSummary", body: functionSummaryOf(c.registry, f, name, s)}
}

func functionSummaryOf(r *registry.Registry, f *registry.Function, name string, s *registry.Stage) functionSummary {
	return functionSummary{f.Name, r.FunctionStatus(f, name), s.Config, functionMetadata{f.ARN, name, f.Created, s.LastModified}}
}
