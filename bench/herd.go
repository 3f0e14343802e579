package main

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"net"
	"net/http"
	"sync"
	"time"
)

// herdSize is how many viewers want the same cold object at once.
const herdSize = 1000

// herd prints how often an origin that takes 300 ms is asked when a herd
// arrives, and when the last viewer has the object.
func herd(ctx context.Context, s *settings) error {
	c, err := startCaches(ctx, s)
	if err != nil {
		return err
	}
	defer c.close()
	fetches, times := make([][]float64, len(c.list)), make([][]float64, len(c.list))
	for round := range s.rounds {
		for turn := range c.list {
			i := (round + turn) % len(c.list)
			path := fmt.Sprintf("/slow/65536/%d/%d", i, round)
			took, err := stampede(ctx, c.list[i].address, path)
			if err != nil {
				return fmt.Errorf("%s: %w", c.list[i].name, err)
			}
			fetches[i] = append(fetches[i], float64(c.origin.fetches(path)))
			times[i] = append(times[i], float64(took.Milliseconds()))
		}
	}
	fmt.Fprintf(s.out, "  %-24s %24s %26s\n", fmt.Sprintf("64 KB, %d viewers", herdSize), "fetches from the origin", "last viewer served after")
	for i, one := range c.list {
		low, mid, high := spread(fetches[i])
		t0, t, t1 := spread(times[i])
		fmt.Fprintf(s.out, "    %-22s %12.0f (%4.0f–%4.0f) %12.0f ms (%.0f–%.0f)\n", one.name, mid, low, high, t, t0, t1)
		s.report.add(figure{What: "fetches from the origin", Program: one.name, Value: mid, Low: low, High: high, Unit: "fetches"})
		s.report.add(figure{What: "last viewer served after", Program: one.name, Value: t, Low: t0, High: t1, Unit: "ms"})
	}
	return nil
}

// stampede has all viewers connected, then lets them ask at once, and is how
// long it took until the last one had the whole object.
func stampede(ctx context.Context, address, path string) (time.Duration, error) {
	conns := make([]net.Conn, herdSize)
	defer func() {
		for _, conn := range conns {
			if conn != nil {
				conn.Close()
			}
		}
	}()
	var dialer net.Dialer
	for i := range conns {
		conn, err := dialer.DialContext(ctx, "tcp", address)
		if err != nil {
			return 0, err
		}
		conns[i] = conn
	}
	begin := time.Now()
	errs := make([]error, herdSize)
	var wg sync.WaitGroup
	for i, conn := range conns {
		wg.Go(func() { errs[i] = view(conn, address, path) })
	}
	wg.Wait()
	took := time.Since(begin)
	for _, err := range errs {
		if err != nil {
			return 0, err
		}
	}
	return took, nil
}

// view asks for path and reads the answer to its end.
func view(conn net.Conn, host, path string) error {
	conn.SetDeadline(time.Now().Add(30 * time.Second))
	if _, err := fmt.Fprintf(conn, "GET %s HTTP/1.1\r\nHost: %s\r\n\r\n", path, host); err != nil {
		return err
	}
	res, err := http.ReadResponse(bufio.NewReader(conn), nil)
	if err != nil {
		return err
	}
	defer res.Body.Close()
	if res.StatusCode != http.StatusOK {
		return fmt.Errorf("a viewer got %s", res.Status)
	}
	_, err = io.Copy(io.Discard, res.Body)
	return err
}
