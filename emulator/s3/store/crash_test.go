package store_test

import (
	"bufio"
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"flag"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"os/exec"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"crossfront/emulator/clock"
	"crossfront/emulator/s3/store"
)

// crashes is how often TestCrash kills its child.
var crashes = flag.Int("crashes", 20, "how often to kill a writing process")

// crashDir, in the environment, makes this test binary a process that writes
// until it is killed.
const crashDir = "STORE_CRASH_DIR"

func TestMain(m *testing.M) {
	if dir := os.Getenv(crashDir); dir != "" {
		if err := writeForever(dir, os.Getenv("STORE_CRASH_ROUND")); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		return
	}
	flag.Parse()
	os.Exit(m.Run())
}

// Each of the child's writers has keys of its own and works on one after the
// other. Before it begins something it says what ("try"), and when the store
// said that it is done, it says so ("done"): the parent then knows, for every
// key, the states it may be in.
const crashWriters = 16

func writeForever(dir, round string) error {
	d, err := store.OpenDisk(dir, new(clock.Adjustable), store.DiskOptions{CompactAt: 32 << 10})
	if err != nil {
		return err
	}
	failed := make(chan error)
	out := &lines{w: os.Stdout}
	for w := range crashWriters {
		go func() {
			for i := 0; ; i++ {
				if err := act(d, out, fmt.Sprintf("w%d/%d", w, i%5), fmt.Sprintf("%s-%d-%d", round, w, i)); err != nil {
					failed <- err
					return
				}
			}
		}()
	}
	return <-failed
}

// lines writes whole lines, each with one write: the reader never sees half of
// one but at the very end.
type lines struct {
	mu sync.Mutex
	w  io.Writer
}

func (l *lines) say(words ...string) {
	l.mu.Lock()
	defer l.mu.Unlock()
	fmt.Fprintln(l.w, strings.Join(words, " "))
}

// act puts, deletes or uploads in parts. Contents are made of their name.
func act(d *store.Disk, out *lines, key, name string) error {
	ctx := context.Background()
	switch rand.IntN(6) {
	case 0:
		out.say("try", key, "-")
		_, err := d.DeleteObject(ctx, "b", store.Latest(key), store.DeleteInput{})
		if err != nil {
			return err
		}
		out.say("done", key, "-")
		return nil
	case 1:
		u, err := d.CreateUpload(ctx, "b", key, store.UploadInput{})
		if err != nil {
			return err
		}
		p, err := d.PutPart(ctx, "b", key, u.ID, store.PartInput{Number: 3, Body: bytes.NewReader(contentOf(name)), Size: -1})
		if err != nil {
			return err
		}
		out.say("try", key, name)
		_, err = d.CompleteUpload(ctx, "b", key, u.ID, store.CompleteInput{Parts: []store.CompletedPart{{Number: 3, ETag: p.ETag}}, Size: -1})
		if err != nil {
			return err
		}
	default:
		out.say("try", key, name)
		_, err := d.PutObject(ctx, "b", key, store.PutInput{Body: bytes.NewReader(contentOf(name)), Size: -1})
		if err != nil {
			return err
		}
	}
	out.say("done", key, name)
	return nil
}

// contentOf is up to 64 KB that only name has.
func contentOf(name string) []byte {
	sum := sha256.Sum256([]byte(name))
	size := (int(sum[0])<<8 | int(sum[1])) % (64 << 10)
	return bytes.Repeat([]byte(hex.EncodeToString(sum[:])), size/64+1)
}

// TestCrash kills a process that writes into a store, again and again: whatever
// the store had said was done must be there, byte for byte, and nothing else.
func TestCrash(t *testing.T) {
	if testing.Short() {
		t.Skip("starts many processes")
	}
	dir := t.TempDir()
	d := openDisk(t, dir, new(clock.Adjustable), store.DiskOptions{})
	if _, err := d.CreateBucket(t.Context(), store.BucketInput{Name: "b"}); err != nil {
		t.Fatal(err)
	}
	if err := d.Close(); err != nil {
		t.Fatal(err)
	}
	possible := map[string][]string{} // key → what it may hold; "-": nothing
	done := 0
	for round := range *crashes {
		done += crash(t, dir, round, possible)
		verify(t, dir, possible)
		if t.Failed() {
			t.Fatalf("after crash %d", round)
		}
	}
	if done < *crashes {
		t.Errorf("only %d changes were done", done)
	}
	t.Logf("%d changes done in %d processes", done, *crashes)
}

// crash runs a writing process, kills it, and takes note of what it said.
func crash(t *testing.T, dir string, round int, possible map[string][]string) (done int) {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), os.Args[0])
	cmd.Env = append(os.Environ(), crashDir+"="+dir, "STORE_CRASH_ROUND="+strconv.Itoa(round))
	var complaints bytes.Buffer
	cmd.Stderr = &complaints
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	// Killed behind so many lines that it said, at a random moment: what it said
	// meanwhile, and is still in the pipe, is read to the end.
	left := 20 + rand.IntN(1500)
	scan := bufio.NewScanner(out)
	for scan.Scan() {
		words := strings.Fields(scan.Text())
		if len(words) != 3 {
			break // the line it was killed in
		}
		switch key := words[1]; words[0] {
		case "try":
			if possible[key] == nil {
				possible[key] = []string{"-"}
			}
			possible[key] = append(possible[key], words[2])
		case "done":
			possible[key] = []string{words[2]}
			done++
		}
		if left--; left == 0 {
			time.AfterFunc(time.Duration(rand.IntN(20000))*time.Microsecond, func() { cmd.Process.Kill() })
		}
	}
	err = cmd.Wait()
	var exit *exec.ExitError
	if !errors.As(err, &exit) || exit.Exited() {
		t.Fatalf("the process was not killed: %v\n%s", err, complaints.Bytes())
	}
	return done
}

// verify compares what is there with what may be there, and makes what is
// there the only thing possible from now on.
func verify(t *testing.T, dir string, possible map[string][]string) {
	t.Helper()
	d := openDisk(t, dir, new(clock.Adjustable), store.DiskOptions{})
	defer closeDisk(t, d)
	if found := d.Recovery().Damaged; len(found) > 0 {
		t.Errorf("damaged: %v", found)
	}
	page, err := d.ListObjects(t.Context(), "b", store.ListQuery{Max: 10000})
	if err != nil {
		t.Fatal(err)
	}
	held := map[string]string{}
	for _, o := range page.Objects {
		if held[o.Key], err = holds(t.Context(), d, o, possible[o.Key]); err != nil {
			t.Errorf("%s: %v", o.Key, err)
		}
	}
	for key, names := range possible {
		name, ok := held[key]
		if !ok {
			if name = "-"; !slices.Contains(names, "-") {
				t.Errorf("%s is gone, want one of %v", key, names)
			}
		}
		possible[key] = []string{name}
	}
	running, err := d.ListUploads(t.Context(), "b", store.UploadsQuery{Max: 1 << 20})
	if err != nil {
		t.Fatal(err)
	}
	files, err := os.ReadDir(dir + "/content")
	if err != nil {
		t.Fatal(err)
	}
	if len(files) > len(page.Objects)+len(running.Uploads) { // uploads have one part at most
		t.Errorf("%d files for %d objects and %d uploads", len(files), len(page.Objects), len(running.Uploads))
	}
}

// holds is the name of the content that o has.
func holds(ctx context.Context, d *store.Disk, o store.Object, names []string) (string, error) {
	_, content, err := d.GetObject(ctx, "b", store.Latest(o.Key))
	if err != nil {
		return "", err
	}
	defer content.Close()
	all := content.Range(0, content.Size())
	defer all.Close()
	got, err := io.ReadAll(all)
	if err != nil {
		return "", err
	}
	for _, name := range names {
		if bytes.Equal(got, contentOf(name)) {
			return name, nil
		}
	}
	return "", fmt.Errorf("%d bytes that are none of %v", len(got), names)
}
