package registry

import (
	"cmp"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"time"

	"crossfront/emulator/edge/function"
	"crossfront/emulator/edge/policy"
)

// A Function is a CloudFront Function: what it is being developed into, and
// what runs.
type Function struct {
	Name        string
	ARN         string
	Created     time.Time
	Development Stage
	Live        *Stage // nil before the first publication
	Published   string // DEVELOPMENT's ETag at the last publication
	Tags        []Tag
}

// A Stage is one version of a function.
type Stage struct {
	ETag         string
	LastModified time.Time
	Config       policy.FunctionConfig
	Code         []byte

	program *function.Program // compiled, in a world's LIVE stages
}

// The names of stages.
const (
	StageDevelopment = "DEVELOPMENT"
	StageLive        = "LIVE"
)

// Status values, which are in captures and not in the API's model: UNPUBLISHED
// is a version that is not the LIVE one; of the others, UNASSOCIATED is in no
// distribution.
const (
	StatusUnpublished  = "UNPUBLISHED"
	StatusUnassociated = "UNASSOCIATED"
)

// maxFunctions is how many functions an account may have, and
// maxDistributionsOfFunction how many distributions may run one.
// https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/cloudfront-limits.html#limits-functions
const (
	maxFunctions               = 100
	maxDistributionsOfFunction = 100
)

func noSuchFunction() *policy.Error {
	return noSuch("NoSuchFunctionExists", "The specified function does not exist.")
}

// CreateFunction adds a function in the stage DEVELOPMENT.
func (r *Registry) CreateFunction(name string, cfg policy.FunctionConfig, code []byte, tags []Tag) (*Function, error) {
	cfg, err := deepCopy(cfg)
	if err != nil {
		return nil, err
	}
	tags, err = mergeTags(nil, tags)
	if err != nil {
		return nil, err
	}
	var made *Function
	err = r.change(func(next *World) error {
		if err := next.checkFunction(name, &cfg, code); err != nil {
			return err
		}
		if next.functions[name] != nil {
			return conflict("FunctionAlreadyExists", "A function with the same name already exists in this account: "+name+".")
		}
		if len(next.functions) >= maxFunctions {
			return bad("TooManyFunctions", "You have reached the maximum number of CloudFront functions for this account.", "")
		}
		now := r.clock.Now()
		made = &Function{
			Name: name, ARN: policy.FunctionARN(r.options.AccountID, name), Created: now, Tags: tags,
			Development: Stage{ETag: r.newID(), LastModified: now, Config: cfg, Code: slices.Clone(code)},
		}
		next.functions[name] = made
		return nil
	})
	if err != nil {
		return nil, err
	}
	return deepCopyPointer(made)
}

func (w *World) checkFunction(name string, cfg *policy.FunctionConfig, code []byte) error {
	err := policy.ValidateFunction(name, cfg, code, func(arn string) bool { return w.storeByARN(arn) != nil })
	if err != nil {
		return err
	}
	for _, arn := range cfg.Stores() {
		users := w.functionsOfStore(arn)
		if !slices.Contains(users, name) && len(users) >= maxFunctionsOfStore {
			return bad("InvalidArgument", fmt.Sprintf("A key value store can be associated with %d functions.", maxFunctionsOfStore), "KeyValueStoreAssociations")
		}
	}
	return nil
}

// Function is the function of that name, or NoSuchFunctionExists.
func (r *Registry) Function(name string) (*Function, error) {
	f := r.World().functions[name]
	if f == nil {
		return nil, noSuchFunction()
	}
	return deepCopyPointer(f)
}

// ListFunctions is all functions, by name.
func (r *Registry) ListFunctions() ([]*Function, error) {
	w := r.World()
	all := make([]*Function, 0, len(w.functions))
	for _, f := range w.functions {
		c, err := deepCopyPointer(f)
		if err != nil {
			return nil, err
		}
		all = append(all, c)
	}
	slices.SortFunc(all, func(a, b *Function) int { return cmp.Compare(a.Name, b.Name) })
	return all, nil
}

// UpdateFunction replaces what is in DEVELOPMENT; ifMatch is that stage's ETag.
func (r *Registry) UpdateFunction(name, ifMatch string, cfg policy.FunctionConfig, code []byte) (*Function, error) {
	cfg, err := deepCopy(cfg)
	if err != nil {
		return nil, err
	}
	return r.changeFunction(name, ifMatch, func(next *World, f *Function) error {
		if err := next.checkFunction(name, &cfg, code); err != nil {
			return err
		}
		f.Development = Stage{ETag: r.newID(), LastModified: r.clock.Now(), Config: cfg, Code: slices.Clone(code)}
		return nil
	})
}

// PublishFunction makes what is in DEVELOPMENT run, at once, in every
// distribution that has the function. ifMatch is DEVELOPMENT's ETag.
func (r *Registry) PublishFunction(name, ifMatch string) (*Function, error) {
	return r.changeFunction(name, ifMatch, func(_ *World, f *Function) error {
		live := f.Development
		live.ETag, live.LastModified = r.newID(), r.clock.Now()
		f.Live, f.Published = &live, f.Development.ETag
		return nil
	})
}

// changeFunction puts a changed copy of a function into the next world.
func (r *Registry) changeFunction(name, ifMatch string, edit func(*World, *Function) error) (*Function, error) {
	var made *Function
	err := r.change(func(next *World) error {
		old := next.functions[name]
		if old == nil {
			return noSuchFunction()
		}
		if err := checkVersion(ifMatch, old.Development.ETag); err != nil {
			return err
		}
		f := *old
		made = &f
		next.functions[name] = made
		return edit(next, made)
	})
	if err != nil {
		return nil, err
	}
	return deepCopyPointer(made)
}

// DeleteFunction removes a function that no distribution has.
func (r *Registry) DeleteFunction(name, ifMatch string) error {
	return r.change(func(next *World) error {
		f := next.functions[name]
		if f == nil {
			return noSuchFunction()
		}
		if err := checkVersion(ifMatch, f.Development.ETag); err != nil {
			return err
		}
		if n := len(next.distributionsOf(f.ARN)); n > 0 {
			return conflict("FunctionInUse", fmt.Sprintf("Cannot delete function %s, it is in use by %d distributions", name, n))
		}
		delete(next.functions, name)
		return nil
	})
}

// distributionsOf are the ids of the distributions that have a function, sorted.
func (w *World) distributionsOf(functionARN string) []string {
	var ids []string
	for _, d := range w.distributions {
		if AnyBehavior(&d.Config, func(b *policy.DefaultCacheBehavior) bool {
			return b.FunctionAssociations != nil && slices.ContainsFunc(b.FunctionAssociations.Items,
				func(a policy.FunctionAssociation) bool { return a.FunctionARN == functionARN })
		}) {
			ids = append(ids, d.ID)
		}
	}
	slices.Sort(ids)
	return ids
}

// FunctionStatus is a stage's status.
func (r *Registry) FunctionStatus(f *Function, stage string) string {
	switch {
	case stage == StageDevelopment && f.Development.ETag != f.Published:
		return StatusUnpublished
	case len(r.World().distributionsOf(f.ARN)) == 0:
		return StatusUnassociated
	}
	return "DEPLOYED"
}

// checkFunctionUse holds a function to the number of distributions that may
// have it.
func checkFunctionUse(w *World) error {
	for _, f := range w.functions {
		if n := len(w.distributionsOf(f.ARN)); n > maxDistributionsOfFunction {
			return bad("TooManyDistributionsWithFunctionAssociations",
				"You have reached the maximum number of distributions that are associated with the function "+f.Name+".", "FunctionAssociations")
		}
	}
	return nil
}

// TestFunction runs a stage's code with an event object. ifMatch is that
// stage's ETag.
func (r *Registry) TestFunction(name, ifMatch, stage string, event []byte, place function.Place) (*Function, *function.TestResult, error) {
	w := r.World()
	f := w.functions[name]
	if f == nil {
		return nil, nil, noSuchFunction()
	}
	tested, err := f.Stage(stage)
	if err != nil {
		return nil, nil, err
	}
	if err := checkVersion(ifMatch, tested.ETag); err != nil {
		return nil, nil, err
	}
	p := function.Compile(name, function.Runtime(tested.Config.Runtime), tested.Code)
	env := &function.Environment{Now: r.clock.Now(), Place: place, Stores: w.storesOf(&tested.Config)}
	res, err := p.Test(event, env)
	if errors.Is(err, function.ErrEvent) {
		return nil, nil, bad("InvalidArgument", "The parameter EventObject is not valid: "+err.Error()+".", "EventObject")
	}
	if err != nil {
		return nil, nil, &policy.Error{Code: "TestFunctionFailed", Message: err.Error(), Status: http.StatusInternalServerError}
	}
	f, err = deepCopyPointer(f)
	return f, res, err
}

// Stage is the stage of that name; without a name DEVELOPMENT.
func (f *Function) Stage(name string) (*Stage, error) {
	switch {
	case name == "" || name == StageDevelopment:
		return &f.Development, nil
	case name != StageLive:
		return nil, bad("InvalidArgument", "The parameter Stage must be DEVELOPMENT or LIVE.", "Stage")
	case f.Live == nil:
		return nil, noSuchFunction()
	}
	return f.Live, nil
}

// A Live is a published function, ready to run.
type Live struct {
	Program *function.Program
	Stores  function.Stores
}

// Live is the published function of that ARN, nil when there is none.
func (w *World) Live(arn string) *Live { return w.live[arn] }

// indexFunctions makes published functions ready.
func (w *World) indexFunctions() {
	w.live = make(map[string]*Live, len(w.functions))
	for _, f := range w.functions {
		s := f.Live
		if s == nil {
			continue
		}
		if s.program == nil { // a stage that no world has shown yet
			s.program = function.Compile(f.Name, function.Runtime(s.Config.Runtime), s.Code)
		}
		w.live[f.ARN] = &Live{Program: s.program, Stores: w.storesOf(&s.Config)}
	}
}

func (w *World) functionByARN(arn string) *Function {
	name, ok := policy.FunctionName(arn)
	if f := w.functions[name]; ok && f != nil && f.ARN == arn {
		return f
	}
	return nil
}
