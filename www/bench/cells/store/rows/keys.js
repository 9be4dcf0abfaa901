import { idOf, item, makers, open, range } from "../lab.js";

const part = 500;

/** µs per request of `total` things, one after the other, all kept: of the first 500 and of the last. */
export async function keys({ total }) {
  // Another client has warmed the code, so that the beginning is not what compiling takes.
  await run(part);
  const { parts, blocked } = await run(total);
  return { first: parts[0], last: parts.at(-1), growth: parts.at(-1) / parts[0], blocked };
}

async function run(total) {
  const { network, subject, audience } = await open();
  for (const number of range(1, total + 1)) network.set("users", item("users", makers.users(number)), idOf.users(number));
  const parts = [];
  for (let from = 1; from <= total; from += part) {
    await audience.quiet();
    const began = performance.now();
    for (let number = from; number < from + part; number++) await subject.fetchItem("users", idOf.users(number));
    parts.push(((performance.now() - began) * 1000) / part);
  }
  const { blocked } = await audience.measure(() => subject.fetchItem("users", idOf.users(total + 1)));
  return { parts, blocked };
}
