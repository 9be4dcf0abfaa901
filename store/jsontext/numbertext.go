package jsontext

import (
	"math"
	"strconv"
	"unsafe"
)

// NumberText appends what JavaScript's String(JSON.parse(raw)) gives for a number token: the
// shortest decimal that is read as the same float64, with an exponent below 1e-6 and from 1e21.
func NumberText(dst, raw []byte) []byte {
	if plainInteger(raw) {
		return append(dst, raw...)
	}
	return appendNumber(dst, number(raw))
}

// plainInteger reports whether raw is how JavaScript writes the integer it stands for: digits
// only, so few that float64 holds them all. No other token that is one is of equal value.
func plainInteger(raw []byte) bool {
	digits := raw
	if raw[0] == '-' {
		digits = raw[1:]
		if digits[0] == '0' {
			return false
		}
	}
	if len(digits) > 15 {
		return false
	}
	for _, c := range digits {
		if c-'0' > 9 {
			return false
		}
	}
	return true
}

// number gives the value of a number token; beyond float64 it is an infinity.
func number(raw []byte) float64 {
	// ParseFloat keeps nothing of its argument. Its only error on a number of JSON is one of
	// range, and the value is right then.
	f, _ := strconv.ParseFloat(unsafe.String(unsafe.SliceData(raw), len(raw)), 64)
	return f
}

func appendNumber(dst []byte, f float64) []byte {
	switch {
	case f == 0: // also -0
		return append(dst, '0')
	case math.IsInf(f, 1):
		return append(dst, "Infinity"...)
	case math.IsInf(f, -1):
		return append(dst, "-Infinity"...)
	}
	if size := math.Abs(f); size >= 1e-6 && size < 1e21 {
		return strconv.AppendFloat(dst, f, 'f', -1, 64)
	}
	dst = strconv.AppendFloat(dst, f, 'e', -1, 64)
	// Go writes two digits of an exponent at the least, JavaScript one: 1e-07.
	if n := len(dst); dst[n-2] == '0' && (dst[n-3] == '-' || dst[n-3] == '+') {
		dst[n-2] = dst[n-1]
		dst = dst[:n-1]
	}
	return dst
}
