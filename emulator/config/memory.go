package config

import (
	"bufio"
	"fmt"
	"math"
	"os"
	"strconv"
	"strings"
)

// units are the suffixes of a size; longer ones first.
var units = [...]struct {
	suffix string
	bytes  int64
}{
	{"KiB", 1 << 10}, {"MiB", 1 << 20}, {"GiB", 1 << 30}, {"TiB", 1 << 40},
	{"kB", 1e3}, {"MB", 1e6}, {"GB", 1e9}, {"TB", 1e12}, {"B", 1},
}

func setMemory(c *Config, value string) error {
	n, err := parseSize(value)
	if err != nil {
		return err
	}
	if n > 0 && n < minMemory {
		return fmt.Errorf("%q is too little; at least 16MiB", value)
	}
	c.Memory = n
	return nil
}

// minMemory is the least budget with which the demo still works.
const minMemory = 16 << 20

func parseSize(text string) (int64, error) {
	number, scale := strings.TrimSpace(text), int64(1)
	for _, u := range units {
		if rest, ok := strings.CutSuffix(number, u.suffix); ok {
			number, scale = strings.TrimSpace(rest), u.bytes
			break
		}
	}
	n, err := strconv.ParseInt(number, 10, 64)
	if err != nil || n < 0 || n > math.MaxInt64/scale {
		return 0, fmt.Errorf("%q is no size; expected a number of bytes, such as 512MiB or 2GB", text)
	}
	return n * scale, nil
}

// fallbackMemory is the budget where nothing says how much memory there is.
const fallbackMemory = 1 << 30

// defaultMemory is half of what the container may have, or else the machine
// has.
func defaultMemory() int64 {
	least := int64(math.MaxInt64)
	for _, read := range [...]func() int64{
		func() int64 { return limitIn("/sys/fs/cgroup/memory.max") },                   // cgroup v2
		func() int64 { return limitIn("/sys/fs/cgroup/memory/memory.limit_in_bytes") }, // cgroup v1
		machineMemory,
	} {
		if n := read(); n > 0 {
			least = min(least, n)
		}
	}
	if least == math.MaxInt64 {
		return fallbackMemory
	}
	return max(least/2, minMemory)
}

// limitIn is the number in a file of the control groups, 0 when there is none.
func limitIn(file string) int64 {
	text, err := os.ReadFile(file)
	if err != nil {
		return 0
	}
	n, err := strconv.ParseInt(strings.TrimSpace(string(text)), 10, 64)
	if err != nil { // "max"
		return 0
	}
	return n
}

// machineMemory is MemTotal of Linux, 0 elsewhere.
func machineMemory() int64 {
	file, err := os.Open("/proc/meminfo")
	if err != nil {
		return 0
	}
	defer file.Close()
	for lines := bufio.NewScanner(file); lines.Scan(); {
		if f := strings.Fields(lines.Text()); len(f) == 3 && f[0] == "MemTotal:" && f[2] == "kB" {
			n, _ := strconv.ParseInt(f[1], 10, 64)
			return n << 10
		}
	}
	return 0
}
