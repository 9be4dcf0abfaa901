import { plainArgs, type EndpointInterface } from "../endpoint/index.js";
import type { Snapshot } from "../endpoint/options.js";
import { schemaAt } from "../schema/shorthand.js";
import type { Data } from "./data.js";
import { isNull, keyOf, listOf, questionOf, type Question } from "./question.js";
import type { State } from "./state.js";
import { jsonOf } from "./transmit.js";
import { View } from "./view.js";

const abort = new Error("sluice: nothing to show for now");

/** Reads in a space or a state of a client's data, as of a time. */
export function snapshotOf(data: Data, where: number | State, fetchedAt: number): Snapshot {
  const see = (question: Question) => (typeof where === "number" ? data.see(question, where) : data.within(question, where));
  const ofEndpoint = (endpoint: EndpointInterface, args: readonly unknown[]) => {
    const question = questionOf(endpoint, isNull(args) ? "" : keyOf(endpoint, args), args);
    return (isNull(args) ? undefined : see(question)) ?? View.none(data.objects, question.node);
  };
  return {
    fetchedAt,
    abort,
    get: (schema, args) => see({ node: schemaAt("get: schema", schema), key: "", args: listOf(args), invalidIfStale: false })?.data as never,
    getResponse: (endpoint, ...args) => {
      const { data: value, status, expiresAt } = ofEndpoint(endpoint, args);
      return { data: value, expiryStatus: status, expiresAt };
    },
    getError: (endpoint, ...args) => ofEndpoint(endpoint, args).error,
  };
}

/** What the answer of a call will probably be, as JSON; `undefined` to show nothing for now. */
export function foresee(data: Data, { endpoint, args }: { readonly endpoint: EndpointInterface; readonly args: readonly unknown[] }, space: number, fetchedAt: number): string | undefined {
  try {
    const ask = endpoint.getOptimisticResponse as (snapshot: Snapshot, ...args: readonly unknown[]) => unknown;
    return jsonOf(endpoint.name, ask.call(endpoint, snapshotOf(data, space, fetchedAt), ...plainArgs(args)));
  } catch (error) {
    if (error === abort) return undefined;
    throw error;
  } finally {
    data.objects.graph?.close(space);
  }
}
