// Code generated from jsbridge/wire by `sluice gen`. DO NOT EDIT.

export * from "./wire/client.gen.js";
export * from "./wire/call.gen.js";
export * from "./wire/rejection.gen.js";
export * from "./wire/network.gen.js";
export * from "./wire/step.gen.js";
export * from "./wire/watch.gen.js";
export * from "./wire/known.gen.js";
export * from "./wire/update.gen.js";
export * from "./wire/endpoint.gen.js";
export * from "./wire/view.gen.js";
export * from "./wire/poll.gen.js";
export * from "./wire/write.gen.js";
export * from "./wire/state.gen.js";
export * from "./wire/sweep.gen.js";
export * from "./wire/socket.gen.js";
export * from "./wire/subscription.gen.js";
export * from "./wire/frame.gen.js";
export * from "./wire/changes.gen.js";
export * from "./wire/keywords.gen.js";
export * from "./wire/operations.gen.js";
