package server

import (
	"path"
	"strings"
)

// mimeTypes are the media types of files by extension. The machine's own table is not
// asked, so that an answer is the same everywhere.
var mimeTypes = map[string]string{
	".avif": "image/avif", ".bmp": "image/bmp", ".css": "text/css; charset=utf-8", ".csv": "text/csv; charset=utf-8",
	".gif": "image/gif", ".gz": "application/gzip", ".htm": "text/html; charset=utf-8", ".html": "text/html; charset=utf-8",
	".ico": "image/x-icon", ".jpeg": "image/jpeg", ".jpg": "image/jpeg", ".js": "text/javascript; charset=utf-8",
	".json": "application/json; charset=utf-8", ".map": "application/json; charset=utf-8", ".md": "text/markdown; charset=utf-8",
	".mjs": "text/javascript; charset=utf-8", ".mp3": "audio/mpeg", ".mp4": "video/mp4", ".ogg": "audio/ogg", ".otf": "font/otf",
	".pdf": "application/pdf", ".png": "image/png", ".svg": "image/svg+xml", ".tgz": "application/gzip", ".ttf": "font/ttf",
	".txt": "text/plain; charset=utf-8", ".wasm": "application/wasm", ".wav": "audio/wav", ".webm": "video/webm",
	".webmanifest": "application/manifest+json", ".webp": "image/webp", ".woff": "font/woff", ".woff2": "font/woff2",
	".xml": "application/xml; charset=utf-8", ".zip": "application/zip",
}

func mimeType(name string) string {
	if known, ok := mimeTypes[strings.ToLower(path.Ext(name))]; ok {
		return known
	}
	return "application/octet-stream"
}

// cacheControl lets browsers keep for ever what changes its name with its content: files
// in a directory "assets" whose name ends in a hash, such as index-BkX3x9aL.js. All
// others are asked about each time, which costs a 304.
func cacheControl(name string) string {
	if within("/"+name, "/assets") || strings.Contains(name, "/assets/") {
		if hasHash(path.Base(name)) {
			return "public, max-age=31536000, immutable"
		}
	}
	return "no-cache"
}

// hashLength is that of the hashes that Vite and Rollup put into names.
const hashLength = 8

// hasHash reports whether a file name ends, before its extensions, in "-" or "." and a
// hash: at least 8 characters, either hexadecimal with a letter and a digit or base64url
// with a capital, a small letter and a digit. Other endings may be words that stay when
// the content changes; a hash that looks like one is only asked about more often.
func hasHash(base string) bool {
	stem, extension := base, ""
	for {
		extension = path.Ext(stem)
		if extension == "" || len(extension) > hashLength {
			break
		}
		stem = strings.TrimSuffix(stem, extension)
	}
	if i := strings.LastIndexAny(stem, "-."); i > 0 && isHash(stem[i+1:]) {
		return true
	}
	cut := len(stem) - hashLength // the hash may hold a "-" of its own
	return cut > 1 && (stem[cut-1] == '-' || stem[cut-1] == '.') && isHash(stem[cut:])
}

func isHash(text string) bool {
	small, capital, digit, hex := false, false, false, true
	for _, c := range text {
		switch {
		case 'a' <= c && c <= 'z':
			small = true
			hex = hex && c <= 'f'
		case 'A' <= c && c <= 'Z':
			capital, hex = true, false
		case '0' <= c && c <= '9':
			digit = true
		case c == '-' || c == '_':
			hex = false
		default:
			return false
		}
	}
	return len(text) >= hashLength && digit && small && (capital || hex)
}
