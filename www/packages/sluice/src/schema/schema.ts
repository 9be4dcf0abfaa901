import { collection } from "./collection.js";
import { all, array, invalidate, object, query, values } from "./compose.js";
import { entity } from "./entity.js";
import { union } from "./union.js";

/** The factories of schemas by name. */
export const schema = { entity, array, object, values, union, all, query, collection, invalidate, Delete: invalidate } as const;
