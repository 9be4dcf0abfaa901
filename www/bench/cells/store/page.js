import "./clock.js";
import { hotRead } from "./rows/hot-read.js";
import { ingest } from "./rows/ingest.js";
import { invalidate } from "./rows/invalidate.js";
import { keys } from "./rows/keys.js";
import { layers } from "./rows/layers.js";
import { memory } from "./rows/memory.js";
import { changed, identical } from "./rows/refetch.js";
import { sharedUser } from "./rows/shared-user.js";
import { storeSize } from "./rows/store-size.js";
import { oneItem, oneOfMany } from "./rows/watchers.js";

globalThis.bench = { changed, hotRead, identical, ingest, invalidate, keys, layers, memory, oneItem, oneOfMany, sharedUser, storeSize };
