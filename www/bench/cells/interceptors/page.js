import * as peer from "peer";
import { stubs } from "../stub.js";
import { ran } from "./four.js";

const thousand = 1000;
const breath = () => new Promise((resolve) => setTimeout(resolve));

/**
 * A module in `peers/` exports `open(fetch, intercepted)`: a function, or a promise of one, that sends the
 * n-th request of a new client and gives the data of its answer; `intercepted` says whether each request goes
 * through the four functions. Each answer is kept under a key of its own.
 *
 * Gives ms per thousand requests, thus µs per request: `cold`, the first thousand of a fresh page, through the
 * functions; then, over `rounds` new clients each, `without` and `through` them.
 */
async function interceptors({ rounds }) {
  const cold = await thousandOf(true);
  const result = { cold, without: [], through: [] };
  for (let round = 0; round <= rounds; round++) {
    // In turns, so that neither always comes after the other's garbage; the first round is not counted.
    for (const intercepted of round % 2 === 0 ? [false, true] : [true, false]) {
      const took = await thousandOf(intercepted);
      if (round > 0) result[intercepted ? "through" : "without"].push(took);
      await breath();
    }
  }
  return result;
}

async function thousandOf(intercepted) {
  const answers = stubs.light("rest");
  let last;
  const request = await peer.open((input, init) => {
    last = init?.headers ?? input.headers;
    return answers();
  }, intercepted);
  let answer;
  const began = performance.now();
  for (let i = 0; i < thousand; i++) answer = await request(i);
  const took = performance.now() - began;
  if (answer.id !== thousand - 1) throw new Error(`the last answer is ${JSON.stringify(answer)}`);
  if (ran(last, answer) !== (intercepted ? 4 : 0)) throw new Error(`${ran(last, answer)} functions ran: ${JSON.stringify([...new Headers(last)])} ${JSON.stringify(answer)}`);
  return took;
}

globalThis.bench = { interceptors };
