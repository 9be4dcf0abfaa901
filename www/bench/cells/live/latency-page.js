import { subscribe } from "peer";
import { control } from "./control.js";

/**
 * The page of row s. All times are of this page's clock: from when it tells the server to publish, to the first line of the
 * callback that is told. `echoes` are from the same word to the server to its answer at once, over the same socket.
 */

const topic = "ON_ORDER";

/** About 400 bytes. */
const order = {
  n: 0,
  id: "o-104211",
  status: "shipped",
  customer: { id: "u-77", name: "Zoë Lindqvist", city: "Málaga" },
  lines: [
    { sku: "lantern-copper", count: 2, price: 1999 },
    { sku: "orchard-map", count: 1, price: 4250 },
    { sku: "velvet-ribbon", count: 12, price: 85 },
  ],
  total: 9268,
  note: "leave it with the neighbour at the bridge",
};

const later = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

let socket;
let wanted;
let hear = () => {};

/** Connects, and subscribes; resolves when the first event has come. */
async function open(port) {
  socket = await control(port);
  subscribe(port, topic, ({ n }) => {
    const at = performance.now();
    if (n === wanted) hear(at);
  });
  const begun = publish(-1);
  let here = false;
  void begun.then(() => (here = true));
  for (let tries = 0; !here; tries++) {
    if (tries > 200) throw new Error("nothing came");
    await later(50);
    if (!here) socket.send(text(-1));
  }
  await later(500); // what was sent more than once
}

const text = (n) => JSON.stringify({ op: "publish", value: { ...order, n } });

/** Has number n published; resolves with the ms until it was heard. */
function publish(n) {
  const said = text(n);
  wanted = n;
  return new Promise((resolve) => {
    const began = performance.now();
    hear = (at) => resolve(at - began);
    socket.send(said);
  });
}

/** Publishes so many, each when the one before has come and `interval` ms are over since it was sent. */
async function measure(count, interval) {
  const times = [];
  const echoes = [];
  const echo = JSON.stringify({ op: "echo" });
  for (let n = 0; n < count; n++) {
    if (n % 4 === 0) {
      const began = performance.now();
      echoes.push((await socket.ask(echo)) - began); // while the server has nothing else to do
    }
    const next = performance.now() + interval;
    times.push(await publish(n));
    await later(Math.max(0, next - performance.now()));
  }
  return { times, echoes };
}

globalThis.bench = { open, measure };
