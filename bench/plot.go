package main

import (
	"fmt"
	"math"
	"strings"
)

// The plot's size, and its frame within.
const (
	plotWidth, plotHeight        = 640, 360
	frameLeft, frameRight        = 60, 600
	frameTop, frameBottom        = 30, 310
	plotInk, plotFaint, plotFont = "#333", "#ddd", "font-family='sans-serif' font-size='12'"
)

// plot draws curves as SVG: sizes on a logarithmic axis, costs as multiples of the
// smallest size's.
func plot(curves []curve) string {
	widest, tallest := 1.0, 2.0
	for _, c := range curves {
		widest = max(widest, math.Log10(c.Sizes[len(c.Sizes)-1]))
		for _, cost := range c.Costs {
			tallest = max(tallest, math.Ceil(cost/c.Costs[0]*2)/2)
		}
	}
	x := func(size float64) float64 { return frameLeft + math.Log10(size)/widest*(frameRight-frameLeft) }
	y := func(growth float64) float64 { return frameBottom - growth/tallest*(frameBottom-frameTop) }
	var b strings.Builder
	fmt.Fprintf(&b, "<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 %d %d' %s fill='%s'>\n<rect width='100%%' height='100%%' fill='white'/>\n",
		plotWidth, plotHeight, plotFont, plotInk)
	for growth := 0.0; growth <= tallest; growth += 0.5 {
		fmt.Fprintf(&b, "<path d='M%d %.1fH%d' stroke='%s'/><text x='%d' y='%.1f' text-anchor='end'>%.1f×</text>\n",
			frameLeft, y(growth), frameRight, plotFaint, frameLeft-8, y(growth)+4, growth)
	}
	for power := 0.0; power <= math.Floor(widest); power++ {
		at := x(math.Pow(10, power))
		fmt.Fprintf(&b, "<path d='M%.1f %dV%d' stroke='%s'/><text x='%.1f' y='%d' text-anchor='middle'>%.0f</text>\n",
			at, frameTop, frameBottom, plotFaint, at, frameBottom+18, math.Pow(10, power))
	}
	for i, c := range curves {
		b.WriteString(c.draw([...]string{"#1f5fbf", "#b3261e", "#2e7d32"}[i%3], 18+16*float64(i), x, y))
	}
	fmt.Fprintf(&b, "<text x='%d' y='%d' text-anchor='middle'>how many there are; the cost of a hit, by that with the fewest</text>\n</svg>\n",
		(frameLeft+frameRight)/2, plotHeight-12)
	return b.String()
}

// draw draws one curve with its name.
func (c *curve) draw(colour string, nameAt float64, x, y func(float64) float64) string {
	var line, dots strings.Builder
	for i, size := range c.Sizes {
		px, py := x(size), y(c.Costs[i]/c.Costs[0])
		fmt.Fprintf(&line, "%c%.1f %.1f", "ML"[min(i, 1)], px, py)
		fmt.Fprintf(&dots, "<circle cx='%.1f' cy='%.1f' r='3' fill='%s'/>", px, py, colour)
	}
	return fmt.Sprintf("<path d='%s' fill='none' stroke='%s' stroke-width='2'/>%s\n<text x='%d' y='%.1f' fill='%s'>%s</text>\n",
		line.String(), colour, dots.String(), frameLeft+10, frameTop+nameAt-8, colour, c.What)
}
