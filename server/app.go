package server

import (
	"net/http"
	"strings"

	"sluice/internal/protocol"
)

// App is a server: an http.Handler that serves the routes registered with Handle, the
// built-in ones, login and static files. New makes one; it holds no goroutine and needs
// no closing.
type App struct {
	options Options
	proxies proxies
	origins origins
	routes  map[string]*route // by path
	static  *staticFiles      // nil = none
	hasher  *hasher
}

// New returns a server with the built-in routes only. It panics on options that cannot
// be meant.
func New(options Options) *App {
	options, err := options.withDefaults()
	if err != nil {
		panic(err.Error())
	}
	a := &App{options: options, routes: map[string]*route{}, hasher: newHasher(options.MaxHashing)}
	if a.proxies, err = parseProxies(options.TrustedProxies); err != nil {
		panic(err.Error())
	}
	if a.origins, err = parseOrigins(options.Origins); err != nil {
		panic(err.Error())
	}
	if options.Static != nil {
		a.static = newStaticFiles(options.Static, options.StaticPolicy)
	}
	a.routes[options.BasePath+"/"+protocol.NameSession] = sessionRoute(a)
	a.routes[protocol.PathLogout] = logoutRoute(a)
	if options.Accounts != nil {
		a.routes[protocol.PathLogin] = loginRoute(a)
		a.routes[protocol.PathRegister] = registerRoute(a)
	}
	return a
}

// ServeHTTP answers one request. The checks are made in the order in which they stand
// here; the first that fails answers.
func (a *App) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	x := newExchange(a, w, r)
	defer x.recover()
	path := r.URL.EscapedPath() // names need no escapes: what has one is no route
	if a.static != nil && !a.owns(path) {
		x.serveStatic()
		return
	}
	x.setHeaders()
	if a.origins.cors(w.Header(), r) {
		x.w.WriteHeader(http.StatusNoContent)
		return
	}
	if r.Method == http.MethodPost && !a.origins.allow(r, x.secure) {
		x.fail(&Error{Code: protocol.CodeCrossOrigin, Status: http.StatusForbidden, Message: "this origin may not call"})
		return
	}
	route := a.routes[path]
	if route == nil {
		x.fail(&Error{Code: protocol.CodeNotFound, Status: http.StatusNotFound, Message: "no such route"})
		return
	}
	if r.Method != http.MethodPost {
		w.Header().Set("Allow", http.MethodPost)
		x.fail(methodNotAllowed("call routes by POST"))
		return
	}
	x.serve(route)
}

func methodNotAllowed(message string) *Error {
	return &Error{Code: protocol.CodeMethodNotAllowed, Status: http.StatusMethodNotAllowed, Message: message}
}

// owns reports whether a path is for routes, not for static files.
func (a *App) owns(path string) bool {
	return within(path, a.options.BasePath) || within(path, "/auth")
}

func within(path, base string) bool {
	return path == base || strings.HasPrefix(path, base) && path[len(base)] == '/'
}
