package jsontext

// SkipNumber skips the number that begins at i.
func SkipNumber(b []byte, i int) int {
	// Up to 15 digits before the point and after it, no exponent; anything else is left to
	// skipNumber.
	at := i
	if i >= 0 && i < len(b) && b[i] == '-' {
		at++
	}
	if at < 0 || at > len(b)-17 {
		return skipNumber(b, i)
	}
	w := word(b, at)
	n := digitRun(w)
	if n == 8 {
		n += digitRun(word(b, at+8))
	}
	if n == 0 || n == 16 || n > 1 && byte(w) == '0' {
		return skipNumber(b, i)
	}
	if at += n; b[at] == '.' {
		if at++; at < 0 || at > len(b)-17 {
			return skipNumber(b, i)
		}
		n = digitRun(word(b, at))
		if n == 8 {
			n += digitRun(word(b, at+8))
		}
		if n == 0 || n == 16 {
			return skipNumber(b, i)
		}
		at += n
	}
	if b[at]|0x20 == 'e' {
		return skipNumber(b, i)
	}
	return at
}

func skipNumber(b []byte, i int) int {
	if i < 0 {
		return i
	}
	if i < len(b) && b[i] == '-' {
		i++
	}
	if i < len(b) && b[i] == '0' {
		i++
	} else if i = skipDigits(b, i); i < 0 {
		return i
	}
	if i < len(b) && b[i] == '.' {
		if i = skipDigits(b, i+1); i < 0 {
			return i
		}
	}
	if i < len(b) && b[i]|0x20 == 'e' {
		i++
		if i < len(b) && (b[i] == '+' || b[i] == '-') {
			i++
		}
		return skipDigits(b, i)
	}
	return i
}

// skipDigits skips one digit or more.
func skipDigits(b []byte, i int) int {
	start := i
	for i < len(b) && b[i]-'0' <= 9 {
		i++
	}
	if i > start {
		return i
	}
	if i < len(b) {
		return failure(i, noDigit)
	}
	return failure(i, endsEarly)
}
