// Code generated from jsbridge/wire by `sluice gen`. DO NOT EDIT.

/** Make gives a row a new object, and has a text. */
export const CHANGE_MAKE = 1;

/** Relink gives a row a new object that has the same text as before. */
export const CHANGE_RELINK = 2;

/** Drop says that a row has nothing to show. */
export const CHANGE_DROP = 3;

/** Share says that the space shows what the one under it does. */
export const CHANGE_SHARE = 4;

/** Forget says that no object refers to a row any more, in no space. */
export const CHANGE_FORGET = 5;

/** MakeRoot gives a root a new value, and has a text. */
export const CHANGE_MAKE_ROOT = 6;

/** RelinkRoot gives a root a new value that has the same text as before. */
export const CHANGE_RELINK_ROOT = 7;

/** DropRoot says that a root has nothing to show. */
export const CHANGE_DROP_ROOT = 8;

/** ShareRoot says that the space shows what the one under it does. */
export const CHANGE_SHARE_ROOT = 9;

/** ForgetRoot says that a root is closed. */
export const CHANGE_FORGET_ROOT = 10;

/** Reset says that nothing that was told before is meant any more. */
export const CHANGE_RESET = 12;

/** Client says whose the following changes are: the second number is the client's. */
export const CHANGE_CLIENT = 11;
