package store

import (
	"fmt"
	"math"
)

// modelKey is what is known of a key.
type modelKey struct {
	value any // the result, if it has one
	has   bool
	last  *Write // the last answer or direct write
	meta  Meta
	known bool // there is meta
}

// key gives what is known of a key, to be changed.
func (w *world) key(key string) *modelKey {
	k := modelKey{meta: Meta{PrevExpiresAt: math.NaN()}}
	if was := w.keys[key]; was != nil {
		k = *was
	}
	w.keys[key] = &k
	return &k
}

// accepts reports whether an answer counts.
func (k *modelKey) accepts(by *Write) bool { return k.last == nil || !by.older(k.last) }

// answered makes the meta that of an answer.
func (k *modelKey) answered(by *Write) {
	prev := math.NaN()
	if k.known {
		prev = k.meta.ExpiresAt
	}
	k.last, k.known = by, true
	k.meta = Meta{FetchedAt: by.FetchedAt, Date: by.Date, ExpiresAt: by.ExpiresAt, PrevExpiresAt: prev}
}

func (w *world) fail(key string, number uint32, soft bool, by *Write) {
	if k := w.key(key); k.accepts(by) {
		k.answered(by)
		k.meta.Error, k.meta.Soft = number, soft
	}
}

func (w *world) invalidate(key string) {
	k := w.key(key)
	k.value, k.has, k.known = nil, false, true
	k.meta.ExpiresAt, k.meta.Invalidated, k.meta.Error, k.meta.Soft = 0, true, 0, false
}

func (w *world) expire(key string) {
	if k := w.key(key); k.known {
		k.meta.ExpiresAt = 1
	}
}

// hydrate takes over what another world knew, but for what is fetched later here.
func (w *world) hydrate(o *world) {
	for name := range o.known {
		w.known[name] = true
	}
	for id, r := range o.rows {
		if here := w.rows[id]; here == nil || here.write.FetchedAt <= r.write.FetchedAt {
			w.rows[id] = r.clone()
		}
	}
	for _, id := range o.order {
		if r := w.rows[id]; !r.invalid || o.rows[id] != nil && r.write == o.rows[id].write {
			w.order = appendID(w.order, id)
		}
	}
	for key, k := range o.keys {
		if here := w.keys[key]; here == nil || !here.known || here.meta.FetchedAt <= k.meta.FetchedAt {
			one := *k
			w.keys[key] = &one
		}
	}
}

// response gives what a root shows, its expiry status, when it expires, and the error, by the tables of
// the spec.
func (w *world) response(n *Node, key, args string) string {
	text, st, used := w.read(n, key, args)
	k := w.keys[key]
	if k == nil || key == "" {
		k = &modelKey{}
	}
	missing := st == lost && !k.has
	status := StatusValid
	switch {
	case k.meta.Invalidated, st != fine && !missing && k.meta.Error == 0:
		status = StatusInvalid
	case st != fine:
		status = StatusInvalidIfStale
	}
	expires := math.Inf(1)
	switch {
	case k.meta.ExpiresAt != 0:
		expires = k.meta.ExpiresAt
	case missing:
		expires = 1
	case st == fine:
		for _, id := range used {
			expires = min(expires, w.expiry(id))
		}
	}
	number := k.meta.Error
	if k.meta.Soft && k.has {
		number = 0
	}
	return fmt.Sprint(text, " status ", status, " expires ", expires, " error ", number)
}

// expiry is that of the base, where it has the row.
func (w *world) expiry(id rowID) float64 {
	if w.under != nil {
		if r := w.under.rows[id]; r != nil && !r.invalid {
			return r.write.ExpiresAt
		}
	}
	return w.rows[id].write.ExpiresAt
}
