import "./clock.js";
import { reactRows } from "./rows/react-rows.js";

globalThis.bench = { reactRows };
