import { open as openStore } from "../peers/sluice.js";

export { shape } from "../peers/sluice.js";

/** The endpoint's `getOptimisticResponse`. */
export async function open(network) {
  const subject = await openStore(network);
  const { controller, endpoints } = subject;
  return { ...subject, change: (id, likes) => controller.fetch(endpoints.update, { id }, { likes }) };
}
