package server

import (
	"fmt"
	"net/http"
	"net/netip"
	"strings"
)

// proxies are the addresses whose forwarding headers are believed.
type proxies []netip.Prefix

func parseProxies(list []string) (proxies, error) {
	var all proxies
	for _, text := range list {
		prefix, err := netip.ParsePrefix(text)
		if err != nil {
			address, err := netip.ParseAddr(text)
			if err != nil {
				return nil, fmt.Errorf("server: Options.TrustedProxies: %q is neither an address nor a prefix such as 10.0.0.0/8", text)
			}
			prefix = netip.PrefixFrom(address, address.BitLen())
		}
		all = append(all, prefix.Masked())
	}
	return all, nil
}

func (p proxies) trust(address netip.Addr) bool {
	for _, prefix := range p {
		if prefix.Contains(address.Unmap()) {
			return true
		}
	}
	return false
}

// peer is the address at the other end of the connection. ok is false when it is not
// an IP address, as on a Unix socket.
func peer(r *http.Request) (address netip.Addr, ok bool) {
	if at, err := netip.ParseAddrPort(r.RemoteAddr); err == nil {
		return at.Addr().Unmap().WithZone(""), true
	}
	return netip.Addr{}, false
}

// client returns the address of the client: the peer, or, when that is a trusted proxy,
// the last address of X-Forwarded-For that is not one.
func (p proxies) client(r *http.Request) (netip.Addr, bool) {
	address, ok := peer(r)
	if !ok || !p.trust(address) {
		return address, ok
	}
	hops := strings.Split(strings.Join(r.Header.Values("X-Forwarded-For"), ","), ",")
	for i := len(hops) - 1; i >= 0; i-- {
		hop, ok := parseHop(strings.TrimSpace(hops[i]))
		if !ok {
			break // what stands left of garbage cannot be believed
		}
		address = hop
		if !p.trust(hop) {
			break
		}
	}
	return address, true
}

// parseHop reads an entry of X-Forwarded-For: an address, perhaps with a port.
func parseHop(text string) (netip.Addr, bool) {
	if at, err := netip.ParseAddrPort(text); err == nil {
		return at.Addr().Unmap().WithZone(""), true
	}
	address, err := netip.ParseAddr(strings.Trim(text, "[]"))
	return address.Unmap().WithZone(""), err == nil
}

// limitAddress is the address that limits count by: an IPv4 address, or the /64 of an
// IPv6 address, since one customer has at least that many.
func (p proxies) limitAddress(r *http.Request) string {
	address, ok := p.client(r)
	if !ok {
		return r.RemoteAddr
	}
	if address.Is6() {
		prefix, _ := address.Prefix(64) // 64 is within an IPv6 address
		return prefix.String()
	}
	return address.String()
}

// secure reports whether the client speaks TLS, to this server or to a trusted proxy.
func (p proxies) secure(r *http.Request) bool {
	if r.TLS != nil {
		return true
	}
	address, ok := peer(r)
	if !ok || !p.trust(address) {
		return false
	}
	// What the proxy says comes last, be it in a line of its own or at the end of the client's.
	last := strings.Join(r.Header.Values("X-Forwarded-Proto"), ",")
	if i := strings.LastIndexByte(last, ','); i >= 0 {
		last = last[i+1:]
	}
	return strings.EqualFold(strings.TrimSpace(last), "https")
}
