package jsbridge

import (
	"fmt"
	"math"
	"strconv"

	"sluice/jsbridge/wire"
	"sluice/store"
)

// limits gives those of a sweep.
func (b *Bridge) limits(m *wire.SweepCommand) store.Limits {
	const nothing = math.SmallestNonzeroFloat64 // 0 would stand for the usual
	l := store.Limits{Multiplier: max(m.Multiplier, nothing), Minimum: max(m.Minimum, nothing)}
	if fn := store.Func(m.ExpiresAt); fn != 0 {
		l.ExpiresAt = func(fetchedAt, date, expiresAt float64) float64 {
			meta := fmt.Appendf(nil, `{"fetchedAt":%s,"date":%s,"expiresAt":%s}`, number(fetchedAt), number(date), number(expiresAt))
			text, _ := b.functions.Call(fn, meta) // it does not throw
			at, err := strconv.ParseFloat(string(text), 64)
			if err != nil {
				return math.Inf(1)
			}
			return at
		}
	}
	return l
}

// number writes a number as JSON whose readers take what is too great as infinite.
func number(x float64) string {
	if math.IsInf(x, 1) {
		return "1e999"
	}
	return strconv.FormatFloat(x, 'f', -1, 64)
}
