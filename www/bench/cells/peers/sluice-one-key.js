import { burst } from "./sluice.js";

export const shape = "rest";

/** Every answer replaces the one before: no requestKey. */
export const sequential = burst;
