// Code generated from jsbridge/wire by `sluice gen`. DO NOT EDIT.

/** The leading words of names that are queries. */
export const keywords: readonly string[] = ["get", "fetch", "load", "is", "has", "list", "all", "search", "view", "retrieve"];
