package main

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"
)

// tick is the unit of CPU times in Linux's /proc: USER_HZ, 100 everywhere.
const tick = 10 * time.Millisecond

// cpuTime is the CPU time that a process and its children took so far, unknown
// where there is no /proc.
func cpuTime(pid int) (time.Duration, bool) {
	all := processes()
	if _, there := all[pid]; !there {
		return 0, false
	}
	var sum time.Duration
	for id := range all {
		if descends(all, id, pid) {
			sum += all[id].cpu
		}
	}
	return sum, true
}

// process is what /proc/PID/stat says of a process.
type process struct {
	parent int
	cpu    time.Duration
}

func processes() map[int]process {
	all := make(map[int]process)
	files, _ := filepath.Glob("/proc/[0-9]*/stat")
	for _, file := range files {
		doc, err := os.ReadFile(file)
		if err != nil {
			continue // it ended
		}
		pid, _ := strconv.Atoi(filepath.Base(filepath.Dir(file)))
		if p, ok := parseStat(doc); ok {
			all[pid] = p
		}
	}
	return all
}

// parseStat reads the parent, field 4, and the times, fields 14 and 15. Field 2
// is the program's name, which may contain anything.
func parseStat(doc []byte) (process, bool) {
	end := bytes.LastIndexByte(doc, ')')
	if end < 0 {
		return process{}, false
	}
	fields := strings.Fields(string(doc[end+1:]))
	if len(fields) < 13 {
		return process{}, false
	}
	var n [3]int
	for i, at := range [...]int{1, 11, 12} {
		var err error
		if n[i], err = strconv.Atoi(fields[at]); err != nil {
			return process{}, false
		}
	}
	return process{parent: n[0], cpu: time.Duration(n[1]+n[2]) * tick}, true
}

// descends reports whether id is ancestor or one of its children's children.
func descends(all map[int]process, id, ancestor int) bool {
	for range len(all) {
		if id == ancestor {
			return true
		}
		p, ok := all[id]
		if !ok {
			return false
		}
		id = p.parent
	}
	return false
}

// rss is the process's resident memory in MiB.
func rss(pid int) (float64, error) {
	doc, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", pid))
	if err != nil {
		return 0, err
	}
	for line := range strings.Lines(string(doc)) {
		if rest, ok := strings.CutPrefix(line, "VmRSS:"); ok {
			kib, err := strconv.Atoi(strings.Fields(rest)[0])
			return float64(kib) / 1024, err
		}
	}
	return 0, fmt.Errorf("no VmRSS in /proc/%d/status", pid)
}
