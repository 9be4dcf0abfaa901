import { answer, open } from "../lab.js";

let lab;

/** The steps of one life, between which whoever drives the page collects garbage and measures. */
export const memory = {
  async open() {
    lab = await open();
    // Once through everything, so that what compiling leaves behind is there from the start.
    lab.network.set("posts", await answer("posts"));
  },

  async ingest() {
    const { blocked } = await lab.audience.measure(() => lab.subject.fetchList("posts"));
    lab.network.clear();
    return { blocked };
  },

  async read() {
    await lab.audience.watch("posts");
    await lab.audience.quiet();
  },

  linear: () => lab.subject.linearMemory?.() ?? 0,
};
