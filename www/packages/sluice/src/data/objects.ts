import type { Graph } from "./graph.js";

/** The spaces of a graph that are always there: what is committed, and that with optimistic layers. */
export const BASE = 0;
export const VIEW = 1;

/** The objects of a client's data. There are none before there is a core. */
export interface Objects {
  graph: Graph | undefined;
}
