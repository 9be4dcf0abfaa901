import * as peer from "peer";
import { patientStub, stubs } from "./stub.js";

const thousand = 1000;
const breath = () => new Promise((resolve) => setTimeout(resolve));

/**
 * Requests one after the other, each awaited. Gives µs per request: of the first thousand of a
 * fresh page, then, with a new client, of each of the following thousands.
 */
async function sequential({ stub, thousands }) {
  const cold = await thousandOf(await peer.sequential(stubs[stub](peer.shape)), 0);
  await breath();
  const request = await peer.sequential(stubs[stub](peer.shape));
  const warm = [];
  for (let k = 0; k < thousands; k++) {
    warm.push(await thousandOf(request, k * thousand));
    await breath();
  }
  return { cold, warm };
}

async function thousandOf(request, from) {
  let answer;
  const began = performance.now();
  for (let i = from; i < from + thousand; i++) answer = await request(i);
  const took = performance.now() - began;
  if (answer.id !== from + thousand - 1) throw new Error(`the last answer is ${JSON.stringify(answer)}`);
  return took;
}

/** A thousand calls at once, of which the last is to be answered. Gives ms until all are settled. */
async function burst({ rounds }) {
  const times = [];
  let counts;
  for (let round = 0; round < rounds; round++) {
    const seen = { started: 0, aborted: 0 };
    const request = await peer.burst(patientStub(peer.shape, seen));
    const calls = [];
    const began = performance.now();
    for (let i = 0; i < thousand; i++) calls.push(request(i));
    const results = await Promise.allSettled(calls);
    times.push(performance.now() - began);
    const answered = results.filter(({ status }) => status === "fulfilled").length;
    counts = { ...seen, answered, rejected: thousand - answered, lastAnswered: results.at(-1).status === "fulfilled" };
    await breath();
  }
  return { times, counts };
}

/** Loads what the peer needs before its first request. */
async function prepare({ stub }) {
  await peer.sequential(stubs[stub](peer.shape));
}

globalThis.bench = { prepare, sequential, burst };
