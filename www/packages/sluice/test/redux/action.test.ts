import { createAction } from "@reduxjs/toolkit";
import { describe, expect, test } from "vitest";
import { abort, abortRequests, error, isRequestAction, isRequestActionQuery, isResponseAction, joinRequest, resetRequests, success, type RequestAction } from "sluice/redux";

describe("isRequestAction", () => {
  test.each<[string, unknown]>([
    ["a url", { type: "A", request: { url: "/" } }],
    ["a query", { type: "A", request: { query: "{ a }" } }],
    ["a promise", { type: "A", request: { promise: Promise.resolve() } }],
    ["a response to be given", { type: "A", request: { response: null } }],
    ["an error to be given", { type: "A", request: { error: "E" } }],
    ["a list", { type: "A", request: [{ url: "/" }] }],
    ["an empty list", { type: "A", request: [] }],
    ["a request in its payload", { type: "A", payload: { request: { url: "/" } } }],
  ])("is true with %s", (_name, action) => expect(isRequestAction(action)).toBe(true));

  test.each<[string, unknown]>([
    ["without request", { type: "A" }],
    ["with a request that is no object", { type: "A", request: "/" }],
    ["with a request that has nothing for a driver", { type: "A", request: { method: "post" } }],
    ["with null", { type: "A", request: null, payload: null }],
    ["with a response beside the request", { type: "A_SUCCESS", request: { url: "/" }, response: {} }],
    ["with a response beside the request in the payload", { type: "A", payload: { request: { url: "/" }, response: {} } }],
    ["whose payload is an Error", { type: "A", payload: Object.assign(new Error("E"), { request: { url: "/" } }) }],
    ["that is a function", () => {}],
    ["that is null", null],
  ])("is false for one %s", (_name, action) => expect(isRequestAction(action)).toBe(false));
});

describe("isRequestActionQuery", () => {
  test.each<[string, unknown, boolean]>([
    ["no method", { url: "/" }, true],
    ["get", { url: "/", method: "get" }, true],
    ["POST", { url: "/", method: "POST" }, false],
    ["a GraphQL query, though posted", { url: "/", method: "post", query: "query { a }" }, true],
    ["a GraphQL selection", { query: "{ mutation }" }, true],
    ["a GraphQL mutation", { query: "mutation { a }" }, false],
    ["a GraphQL mutation after space and comments", { query: "\n # mutations\n#\n\t mutation A($a: Int) { a }" }, false],
    ["a GraphQL fragment named so", { query: "fragment mutation on A { a }" }, true],
    ["a query that is no text", { url: "/", query: { page: 1 }, method: "delete" }, false],
    ["a promise", { promise: Promise.resolve() }, true],
    ["a list of queries", [{ url: "/" }, { query: "{ a }" }], true],
    ["a list with a mutation", [{ url: "/" }, { url: "/", method: "put" }], false],
    ["an empty list", [], true],
  ])("%s", (_name, request, query) => {
    expect(isRequestActionQuery({ type: "A", request: request as object })).toBe(query);
    expect(isRequestActionQuery({ type: "A", payload: { request: request as object } })).toBe(query);
  });

  test("a mutation takes no longer with many comments", () => {
    expect(isRequestActionQuery({ type: "A", request: { query: "# ".repeat(50_000) } })).toBe(true);
    expect(isRequestActionQuery({ type: "A", request: { query: `${"# ,\n".repeat(20_000)}{ a }` } })).toBe(true);
  });

  test("meta.asMutation decides", () => {
    const action = (method: string, asMutation: boolean): RequestAction => ({ type: "A", request: { url: "/", method }, meta: { asMutation } });
    expect(isRequestActionQuery(action("get", true))).toBe(false);
    expect(isRequestActionQuery(action("post", false))).toBe(true);
  });
});

test("isResponseAction knows what has a request in its meta", () => {
  expect(isResponseAction({ type: "A_SUCCESS", meta: { requestAction: { type: "A" } } })).toBe(true);
  for (const action of [{ type: "A_SUCCESS", response: {} }, { type: "A", meta: null }, null]) expect(isResponseAction(action)).toBe(false);
});

test("success, error and abort add their suffix to a type or to what a creator stands for", () => {
  const fetchBooks = createAction<object>("FETCH_BOOKS");
  expect([success("A"), error("A"), abort("A")]).toEqual(["A_SUCCESS", "A_ERROR", "A_ABORT"]);
  expect(success(fetchBooks)).toBe("FETCH_BOOKS_SUCCESS");
});

test("creators make plain actions of what names requests", () => {
  const fetchBooks = createAction("FETCH_BOOKS");
  expect(resetRequests()).toEqual({ type: "RESET_REQUESTS", requests: null, abortPending: true, resetCached: true });
  expect(abortRequests(["A", fetchBooks, { requestType: fetchBooks, requestKey: 1 }, { requestType: "B", anyKey: true }])).toEqual({
    type: "ABORT_REQUESTS",
    requests: ["A", "FETCH_BOOKS", { requestType: "FETCH_BOOKS", requestKey: 1 }, { requestType: "B", anyKey: true }],
  });
  expect(joinRequest(fetchBooks)).toEqual({ type: "JOIN_REQUEST", requestType: "FETCH_BOOKS", rehydrate: false });
});
