package client

import (
	"reflect"
)

// kept gives a list, or what was there before if it is the same.
func kept(list, before reflect.Value) reflect.Value {
	if before.IsValid() && before.Type() == list.Type() && !before.IsNil() && same(list, before) {
		return before
	}
	return list
}

// same reports whether two values of one type show the same: the same objects, and equal plain values.
func same(a, b reflect.Value) bool {
	if a.Type() != b.Type() {
		return false
	}
	switch a.Kind() {
	case reflect.Pointer:
		return a.Pointer() == b.Pointer()
	case reflect.Interface:
		if a.IsNil() || b.IsNil() {
			return a.IsNil() && b.IsNil()
		}
		return same(a.Elem(), b.Elem())
	case reflect.Slice, reflect.Array:
		if a.Len() != b.Len() || a.Kind() == reflect.Slice && a.IsNil() != b.IsNil() {
			return false
		}
		for i := range a.Len() {
			if !same(a.Index(i), b.Index(i)) {
				return false
			}
		}
		return true
	case reflect.Map:
		if a.Len() != b.Len() || a.IsNil() != b.IsNil() {
			return false
		}
		for _, name := range a.MapKeys() {
			if v := b.MapIndex(name); !v.IsValid() || !same(a.MapIndex(name), v) {
				return false
			}
		}
		return true
	case reflect.Struct:
		for i := range a.NumField() {
			if !same(a.Field(i), b.Field(i)) {
				return false
			}
		}
		return true
	case reflect.Func, reflect.Chan, reflect.UnsafePointer:
		return a.Pointer() == b.Pointer()
	default:
		return a.Equal(b)
	}
}

// keepPlain gives an object that was made anew those plain values of the former one that are equal.
func (o *object) keepPlain() {
	if o.from == nil || o.from.node != o.node || !o.from.value.IsValid() {
		return
	}
	now, before := o.value.Elem(), o.from.value.Elem()
	for i := range now.NumField() {
		f := now.Field(i)
		switch f.Kind() {
		case reflect.Pointer, reflect.Slice, reflect.Map, reflect.Interface:
			if f.CanSet() && !f.IsZero() && !o.isLink(i) && reflect.DeepEqual(f.Interface(), before.Field(i).Interface()) {
				f.Set(before.Field(i))
			}
		}
	}
}

func (o *object) isLink(field int) bool {
	for _, l := range o.node.members() {
		if l.index[0] == field {
			return true
		}
	}
	return false
}

// sameError reports whether two errors are the same one.
func sameError(a, b error) bool {
	if a == nil || b == nil || reflect.TypeOf(a) != reflect.TypeOf(b) {
		return a == nil && b == nil
	}
	if reflect.TypeOf(a).Comparable() && reflect.ValueOf(a).Comparable() {
		return a == b
	}
	return reflect.DeepEqual(a, b)
}

// identical reports whether two values are the same object.
func identical(a, b reflect.Value) bool {
	if !a.IsValid() || !b.IsValid() || a.Type() != b.Type() {
		return a.IsValid() == b.IsValid()
	}
	switch a.Kind() {
	case reflect.Slice:
		return a.Pointer() == b.Pointer() && a.Len() == b.Len()
	case reflect.Pointer, reflect.Map:
		return a.Pointer() == b.Pointer()
	case reflect.Interface:
		return identical(a.Elem(), b.Elem())
	}
	return same(a, b)
}
