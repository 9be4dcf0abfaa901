import { describe, expect, test } from "vitest";
import { TimeoutError, abortReason, endpoint, type ClientOptions } from "../../src/index.js";
import { isPending, ready, rejection, turn, type Setup } from "../harness.js";

const never = () => new Promise<never>(() => {});
const answers: ClientOptions["driver"] = async () => ({ data: 1 });

/** What does not settle, of a client's options. */
const hangs: readonly (readonly [string, ClientOptions])[] = [
  ["its driver", { driver: never }],
  ["onRequest", { driver: answers, onRequest: never }],
  ["onSuccess", { driver: answers, onSuccess: never }],
  ["onError", { driver: async () => Promise.reject(new Error("E")), onError: never }],
  ["its answer, for which onError asks again,", { driver: async () => Promise.reject(new Error("E")), onError: never, retry: { attempts: 2, delay: 0 } }],
];

/** Who ends it, and why it then says it was. */
const ends: readonly (readonly [string, string, (s: Setup, stop: AbortController) => unknown])[] = [
  ["its signal", "aborted", (_, stop) => stop.abort()],
  ["abortRequests", "aborted", ({ client }) => client.abortRequests()],
  ["resetRequests", "reset", ({ client }) => client.resetRequests()],
  ["a reset of the store", "reset", ({ client }) => void client.controller.resetEntireStore()],
  ["a newer one", "superseded", ({ client }) => void client.apiRequest({ name: "getThing" }).catch(() => {})],
  ["close", "closed", ({ client }) => client.close()],
];

const all = hangs.flatMap(([what, options]) => ends.map(([how, reason, end]) => ({ what, how, options, reason, end })));

describe("a call that does not settle by itself", () => {
  test.each(all)("since $what does not, is ended by $how, and who has joined it, too", async ({ options, reason, end }) => {
    const s = await ready(options);
    const stop = new AbortController();
    const call = s.client.apiRequest({ name: "getThing", signal: stop.signal });
    await turn();
    const joined = s.client.joinRequest("getThing");
    expect(await isPending(call)).toBe(true);
    const idle = s.client.allSettled();
    end(s, stop);
    if (reason === "aborted") s.client.abortRequests(); // its signal is that of one of the two
    expect(abortReason(await rejection(call))).toBe(reason);
    expect(await rejection(joined)).toMatchObject({ name: "AbortError" });
    s.client.close();
    await idle;
  });

  test.each(hangs.slice(0, 2))("since %s does not, is ended by its timeout", async (_, options) => {
    const { client } = await ready(options);
    const call = client.apiRequest({ name: "getThing", timeout: 5 });
    const joined = client.joinRequest("getThing");
    const error = await rejection(call);
    expect(error).toBeInstanceOf(TimeoutError);
    expect(await rejection(joined)).toBe(error);
  });
});

describe("a request of an endpoint that does not settle by itself", () => {
  const getThing = endpoint({ name: "getThing" });
  const functions: readonly (readonly [string, ClientOptions, (s: Setup) => void])[] = [
    ["the network", {}, () => {}],
    ["onRequest", { onRequest: never }, () => {}],
    ["onSuccess", { onSuccess: never }, ({ network }) => network.last.answer(1)],
    ["onError", { onError: never }, ({ network }) => network.last.refuse(500, "no", "no")],
  ];
  const enders: readonly (readonly [string, string, (s: Setup) => unknown])[] = [
    ["abort", "aborted", ({ client }) => client.controller.abort(getThing)],
    ["a reset of the store", "reset", ({ client }) => client.controller.resetEntireStore()],
    ["close", "closed", ({ client }) => client.close()],
  ];

  test.each(functions.flatMap(([what, options, go]) => enders.map(([by, reason, end]) => ({ what, by, options, go, reason, end }))))("since $what does not, is ended by $by", async ({ options, go, reason, end }) => {
    const s = await ready(options);
    const call = s.client.controller.fetch(getThing);
    await turn();
    go(s);
    expect(await isPending(call)).toBe(true);
    void end(s);
    expect(abortReason(await rejection(call))).toBe(reason);
  });

  test.each(functions.slice(0, 2))("since %s does not, is ended by its timeout", async (_, options) => {
    const { client } = await ready(options);
    expect(await rejection(client.controller.fetch(getThing.extend({ timeout: 5 })))).toBeInstanceOf(TimeoutError);
  });
});
