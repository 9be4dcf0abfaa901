package server

import "strings"

// NextPath is where to go after login: next if it is a path of this origin (it begins
// with one "/", holds no "//" and no backslash, nor a control character, which browsers
// would take out), else "/". Use it on any target that came by a URL such as
// /login?next=….
func NextPath(next string) string {
	if path := localPath(next); path != "" {
		return path
	}
	return "/"
}

// localPath returns path if it leads to this origin, else "".
func localPath(path string) string {
	if !strings.HasPrefix(path, "/") || strings.Contains(path, "//") {
		return ""
	}
	for i := range len(path) {
		if c := path[i]; c < 0x20 || c == '\\' || c == 0x7f {
			return ""
		}
	}
	return path
}
