import "./clock.js";
import "./virtual-time.js";
import { overlap } from "./rows/overlap.js";

globalThis.bench = { overlap };
