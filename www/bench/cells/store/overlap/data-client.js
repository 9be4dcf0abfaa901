import { open as openStore } from "../peers/data-client.js";

export { shape } from "../peers/data-client.js";

/** The endpoint's `getOptimisticResponse`. */
export function open(network) {
  const subject = openStore(network);
  const { controller, endpoints } = subject;
  return { ...subject, change: (id, likes) => controller.fetch(endpoints.update, { id }, { likes }) };
}
