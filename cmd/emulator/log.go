package main

import (
	"io"
	"log/slog"
	"time"

	"github.com/lmittmann/tint"

	"crossfront/emulator/config"
)

// newLogger writes to w as the configuration wants it: JSON, plain text, or
// coloured text on a terminal.
func newLogger(cfg *config.Config, w io.Writer) *slog.Logger {
	options := &slog.HandlerOptions{Level: cfg.LogLevel}
	switch {
	case cfg.LogFormat == config.LogJSON:
		return slog.New(slog.NewJSONHandler(w, options))
	case cfg.Terminal:
		return slog.New(tint.NewTextHandler(w, &tint.Options{Level: cfg.LogLevel, TimeFormat: time.TimeOnly}))
	default:
		return slog.New(slog.NewTextHandler(w, options))
	}
}
