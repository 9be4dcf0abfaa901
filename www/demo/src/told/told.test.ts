import { expect, test, vi } from "vitest";

import { Told } from "./told";

const settled = () => Promise.resolve();

test("the first render is no change, each further one is", async () => {
  const told = new Told();
  const show = vi.fn();
  told.add("a", show);
  told.note("a");
  told.add("b", () => undefined);
  told.note("b");
  await settled();
  expect(told.get()).toEqual({ mounted: 2, last: [] });
  told.note("a");
  await settled();
  expect(told.get()).toEqual({ mounted: 2, last: [{ name: "a", count: 2 }] });
  expect(show.mock.calls).toEqual([[1], [2]]);
});

test("what renders together is one change, of which listeners hear once", async () => {
  const told = new Told();
  for (const name of ["a", "b", "c"]) {
    told.add(name, () => undefined);
    told.note(name);
  }
  await settled();
  const listener = vi.fn();
  told.subscribe(listener);
  told.note("a");
  told.note("c");
  await settled();
  expect(listener).toHaveBeenCalledTimes(1);
  expect(told.get().last.map(({ name }) => name)).toEqual(["a", "c"]);
});

test("a component that comes back begins at one, and the last change stays until there is another", async () => {
  const told = new Told();
  const remove = told.add("a", () => undefined);
  told.note("a");
  told.note("a");
  await settled();
  remove();
  told.add("a", () => undefined);
  told.note("a");
  await settled();
  expect(told.get()).toEqual({ mounted: 1, last: [{ name: "a", count: 2 }] });
});

test("after a reset all stand at one", async () => {
  const told = new Told();
  const show = vi.fn();
  told.add("a", show);
  told.note("a");
  told.note("a");
  await settled();
  told.reset();
  expect(show).toHaveBeenLastCalledWith(1);
  expect(told.get()).toEqual({ mounted: 1, last: [] });
});
