package server

import (
	"net/http"
	"path"
	"strings"

	"sluice/internal/protocol"
)

// App is a server: an http.Handler that serves the routes registered with Handle, the
// built-in ones, login, live topics and static files. New makes one; it holds no
// goroutine while nobody is connected, and needs no closing: see Shutdown.
type App struct {
	options Options
	proxies proxies
	origins origins
	routes  map[string]*route // by path
	topics  map[string]*topic // by name
	sockets *sockets
	socket  string       // path of the WebSocket
	static  *staticFiles // nil = none
	hasher  *hasher
}

// New returns a server with the built-in routes only. It panics on options that cannot
// be meant.
func New(options Options) *App {
	options, err := options.withDefaults()
	if err != nil {
		panic(err.Error())
	}
	a := &App{options: options, routes: map[string]*route{}, topics: map[string]*topic{}, hasher: newHasher(options.MaxHashing)}
	a.sockets, a.socket = newSockets(a), path.Join(path.Dir(options.BasePath), protocol.PathSocket)
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
	target := r.URL.EscapedPath() // names need no escapes: what has one is no route
	if a.static != nil && !a.owns(target) {
		x.serveStatic()
		return
	}
	x.setHeaders()
	if a.origins.cors(w.Header(), r) {
		x.w.WriteHeader(http.StatusNoContent)
		return
	}
	upgrade := target == a.socket
	if (r.Method == http.MethodPost || upgrade) && !a.origins.allow(r, x.secure) {
		x.fail(&Error{Code: protocol.CodeCrossOrigin, Status: http.StatusForbidden, Message: "this origin may not call"})
		return
	}
	if upgrade {
		x.openSocket()
		return
	}
	route := a.routes[target]
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
func (a *App) owns(target string) bool {
	return within(target, a.options.BasePath) || within(target, "/auth") || target == a.socket
}

func within(path, base string) bool {
	return path == base || strings.HasPrefix(path, base) && path[len(base)] == '/'
}
