import { expect, test } from "vitest";
import { endpoint } from "../../src/index.js";
import { rejection } from "../harness.js";
import { Article, script, store, watched, type Id } from "./store.js";

const one = { id: "1" };

const net = script();
const fetch = net.fetch as unknown as (arg: Id) => Promise<unknown>;

const vote = endpoint({
  name: "vote",
  schema: Article,
  sideEffect: true,
  fetch,
  getOptimisticResponse: (snap, { id }) => ({ id, votes: snap.get(Article, { id })!.votes! + 1 }),
});

test("W37 shown, then withdrawn", async () => {
  const { controller, get } = await store();
  await controller.setResponse(get, one, { id: "1", votes: 1 });
  const watch = controller.view(get, [one]);
  const before = watch.get().data;
  const told = watched(watch);
  const voted = controller.fetch(vote, one);
  expect(watch.get().data).toEqual({ id: "1", votes: 2 });
  expect(told).toHaveBeenCalledTimes(1);
  const error = new Error("no");
  net.last.fail(error);
  expect(await rejection(voted)).toBe(error);
  expect(watch.get().data).toBe(before);
  expect(told).toHaveBeenCalledTimes(2);
  expect(controller.getError(vote, one)).toBe(error);
});
