package store_test

import (
	"testing"

	"crossfront/emulator/clock"
	"crossfront/emulator/s3/store"
	"crossfront/emulator/s3/store/storetest"
)

func openDisk(t *testing.T, dir string, clk clock.Clock) *store.Disk {
	t.Helper()
	d, err := store.OpenDisk(dir, clk, store.DiskOptions{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := d.Close(); err != nil {
			t.Error(err)
		}
	})
	return d
}

func TestDisk(t *testing.T) {
	storetest.Run(t, func(t *testing.T, clk clock.Clock) store.Store { return openDisk(t, t.TempDir(), clk) })
}
