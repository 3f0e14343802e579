package store_test

import (
	"testing"

	"crossfront/emulator/clock"
	"crossfront/emulator/s3/store"
	"crossfront/emulator/s3/store/storetest"
)

func TestMemory(t *testing.T) {
	storetest.Run(t, func(_ *testing.T, clk clock.Clock) store.Store { return store.NewMemory(clk) })
}
