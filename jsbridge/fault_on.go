//go:build sluicefault

package jsbridge

// fault panics for two names, so that tests can see what a page makes of it: "fault/prepare"
// before anything has changed, "fault/apply" in the middle of a change.
func fault(b *Bridge, name string) {
	switch name {
	case "fault/prepare":
		b.core.Prepare()
		panic("injected while preparing")
	case "fault/apply":
		panic("injected while applying")
	}
}
