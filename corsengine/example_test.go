package corsengine_test

import (
	"fmt"
	"net/http"

	"crossfront/corsengine"
)

func Example() {
	config, err := corsengine.Parse([]byte(`[{
		"AllowedOrigins": ["https://*.example.com"],
		"AllowedMethods": ["GET", "HEAD"],
		"AllowedHeaders": ["*"],
		"ExposeHeaders": ["ETag"]
	}]`))
	if err != nil {
		fmt.Println(err)
		return
	}
	rules, err := corsengine.Compile(config)
	if err != nil {
		fmt.Println(err)
		return
	}
	h := http.Header{}
	h.Set("Origin", "https://www.example.com")
	h.Set("Access-Control-Request-Method", "GET")
	h.Set("Access-Control-Request-Headers", "Range")
	req := corsengine.RequestFrom("OPTIONS", h, true)
	d := rules.Decide(&req)
	fmt.Println(d.Why())
	for name, value := range d.Headers() {
		fmt.Println(name+":", value)
	}
	// Output:
	// rule 1 is the first that allows this origin, method and headers
	// Access-Control-Allow-Origin: https://www.example.com
	// Access-Control-Allow-Methods: GET, HEAD
	// Access-Control-Allow-Headers: range
	// Access-Control-Expose-Headers: ETag
	// Access-Control-Allow-Credentials: true
	// Vary: Origin, Access-Control-Request-Headers, Access-Control-Request-Method
}

func ExampleWarnings() {
	config, err := corsengine.Parse([]byte(`[{
		"AllowedOrigins": ["https://www.example.com/"], "AllowedMethods": ["GET", "HEAD"], "AllowedHeaders": ["*"]
	}]`))
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, w := range corsengine.Warnings(config) {
		fmt.Println(w.Value, w.Message)
	}
	// Output:
	// https://www.example.com/ origins have no slash at the end, so it matches nothing; write "https://www.example.com"
}
