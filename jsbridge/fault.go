//go:build !sluicefault

package jsbridge

// fault does nothing. A build with the tag sluicefault lets tests make the core panic.
func fault(*Bridge, string) {}
