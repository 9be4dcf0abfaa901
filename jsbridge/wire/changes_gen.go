// Code generated from jsbridge/wire by `sluice gen`. DO NOT EDIT.

package wire

// The codes of the changes.
const (
	ChangeMake       uint32 = 1  // gives a row a new object, and has a text.
	ChangeRelink     uint32 = 2  // gives a row a new object that has the same text as before.
	ChangeDrop       uint32 = 3  // says that a row has nothing to show.
	ChangeShare      uint32 = 4  // says that the space shows what the one under it does.
	ChangeForget     uint32 = 5  // says that no object refers to a row any more, in no space.
	ChangeMakeRoot   uint32 = 6  // gives a root a new value, and has a text.
	ChangeRelinkRoot uint32 = 7  // gives a root a new value that has the same text as before.
	ChangeDropRoot   uint32 = 8  // says that a root has nothing to show.
	ChangeShareRoot  uint32 = 9  // says that the space shows what the one under it does.
	ChangeForgetRoot uint32 = 10 // says that a root is closed.
	ChangeReset      uint32 = 12 // says that nothing that was told before is meant any more.
	ChangeClient     uint32 = 11 // says whose the following changes are: the second number is the client's.
)
