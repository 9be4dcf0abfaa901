import { endpoint, type Controller, type Snapshot } from "../../src/index.js";
import { Article, script, store, watched, type ArticleData, type Id, type Script, type Store } from "./store.js";

export const one = { id: "1" };
export const error = new Error("no");

/** A scripted function that takes certain arguments. */
export function sent<A extends readonly unknown[]>(fetch: Script["fetch"]): (...args: A) => Promise<unknown> {
  return fetch as unknown as (...args: A) => Promise<unknown>;
}

/** Controller.fetch for endpoints whose arguments are not typed. */
export function anyFetch({ fetch }: Controller): (endpoint: unknown, ...args: readonly unknown[]) => Promise<unknown> {
  return fetch as never;
}

/** Mutations of articles, answered by the test. */
export function mutations() {
  const net = script();
  const fetch = sent<[arg: Id, body?: object]>(net.fetch);
  const of = (getOptimisticResponse: (snapshot: Snapshot, arg: Id, body?: object) => unknown) => endpoint({ name: "patch", schema: Article, sideEffect: true, fetch, getOptimisticResponse });
  return {
    net,
    of,
    patch: of((_, { id }, body) => ({ id, ...body })),
    vote: of((snapshot, { id }) => ({ id, votes: snapshot.get(Article, { id })!.votes! + 1 })),
  };
}

/** What is shown of article 1, and how often who watches it is told. */
export function shown({ controller, get }: Store) {
  const watch = controller.view(get, [one]);
  const told = watched(watch);
  return { told, get data() { return watch.get().data; } };
}

export async function withArticle(data: ArticleData = { id: "1", votes: 1 }) {
  const made = await store();
  await made.controller.setResponse(made.get, one, data);
  return { ...made, ...mutations(), shown: shown(made), controller: made.controller };
}
