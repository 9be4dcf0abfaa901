package protocol

// MaxNameLength is the greatest length of a route name, in bytes (all of them ASCII).
const MaxNameLength = 128

// ValidName reports whether name can name a route: 1 to 128 ASCII letters, digits,
// '_', '-' and '.', in segments parted by '/', no segment being empty, "." or "..".
func ValidName(name string) bool {
	if len(name) == 0 || len(name) > MaxNameLength {
		return false
	}
	start := 0
	for i := 0; i <= len(name); i++ {
		if i == len(name) || name[i] == '/' {
			segment := name[start:i]
			if segment == "" || segment == "." || segment == ".." {
				return false
			}
			start = i + 1
			continue
		}
		if !isNameByte(name[i]) {
			return false
		}
	}
	return true
}

func isNameByte(c byte) bool {
	return 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z' || '0' <= c && c <= '9' ||
		c == '_' || c == '-' || c == '.'
}
