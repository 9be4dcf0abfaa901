import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { endpoint } from "../../src/index.js";
import { Article, User, store, todoList, todos } from "./store.js";

/** What client/carry_test.go has stored natively. */
const text = readFileSync(new URL("../../../../../client/testdata/dehydrated.json", import.meta.url), "utf8");

test("what a Go program has dehydrated is found in a page", async () => {
  const { client, controller, note, getPost } = await store();
  await client.hydrate(text);
  const article = endpoint({ path: "/articles/:id", schema: Article });
  expect(controller.getResponse(article, { id: "1" })).toEqual({ data: { id: "1", title: "</script>" }, expiryStatus: 3, expiresAt: 1_060_000 });
  expect(controller.getResponse(todos, { group: "a" }).data).toEqual([{ id: 5 }, { id: 6 }]);
  expect(controller.get(todoList, { group: "a" })).toBe(controller.getResponse(todos, { group: "a" }).data);
  expect(controller.get(User, { username: "bob" })).toEqual({ id: "u", username: "bob" });
  expect(controller.getResponse(getPost, { id: "p" })).toMatchObject({ data: { id: "p", author: { id: "u" } }, expiryStatus: 1 });
  expect(controller.getResponse(note, "a").data).toEqual({ text: "x" });
  expect(controller.getError(note, "b")).toMatchObject({ name: "ApiError", message: "denied", code: "no", status: 403, params: { a: 1 } });
});
