/**
 * What only a running core needs: it is a file of its own, which is loaded beside `sluice.wasm`. What a
 * page asks for first goes out, and is answered, without it.
 */
export { Core } from "./core.js";
export { Connection } from "./live/connection.js";
export { CoreSide } from "./data/core-side.js";
export { start } from "./instance.js";
export { performer } from "./operations/performer.js";
export { RequestsView } from "./steps/view.js";
export { mend } from "./steps/mend.js";
export { writeCallMeta, writeUpdates } from "./steps/write.js";
export { readOperations } from "./wire.gen.js";
