/** The modules that the entry has and other files take from it: what has a state or an identity, like the classes of errors, and what would be there twice. */
export const once = /\/(errors|functions|mark|node|request|share|shorthand|state|text)\.js$/;
