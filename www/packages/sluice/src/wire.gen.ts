// Code generated from jsbridge/wire by `sluice gen`. DO NOT EDIT.

export * from "./wire/client.gen.js";
export * from "./wire/request.gen.js";
export * from "./wire/step.gen.js";
export * from "./wire/record.gen.js";
export * from "./wire/update.gen.js";
export * from "./wire/endpoint.gen.js";
export * from "./wire/store.gen.js";
export * from "./wire/live.gen.js";
export * from "./wire/changes.gen.js";
export * from "./wire/keywords.gen.js";
export * from "./wire/operations.gen.js";
