import { expect, test } from "vitest";
import { useCache, useCancelling, useDLE, useError, useFetch, useLive, useQuery, useSubscription, useSuspense } from "../../../src/react.js";
import { createElement as h } from "react";
import { ready } from "../../harness.js";
import { perform, recorder, render } from "../render.js";
import { Article, first, listArticles } from "./fixtures.js";

const polled = listArticles.extend({ pollFrequency: 1 });
const skeleton = { results: undefined, next: "" };

test.each<[string, () => unknown, unknown]>([
  ["useSuspense", () => useSuspense(listArticles, null), skeleton],
  ["useLive", () => useLive(polled, null), skeleton],
  ["useCache", () => useCache(listArticles, null), skeleton],
  ["useDLE", () => useDLE(listArticles, null), { data: skeleton, loading: false, error: undefined }],
  ["useFetch", () => useFetch(listArticles, null), undefined],
  ["useError", () => useError(listArticles, null), undefined],
  ["useQuery", () => useQuery(Article, null), undefined],
  ["useSubscription", () => useSubscription(polled, null), undefined],
  ["useCancelling", () => useDLE(useCancelling(listArticles, null), null).data, skeleton],
])("14.3 %s asks nothing with null, and shows the skeleton, whatever is written", async (_, use, expected) => {
  const { client, network } = await ready();
  const { controller } = client;
  const { component, given } = recorder(use);
  await render(client, h(component));
  await perform(() => {
    void controller.setResponse(listArticles, { results: [first], next: "2" });
    void controller.setError(listArticles, new Error("no"));
    void controller.expireAll(listArticles);
    void controller.resetEntireStore();
  });
  expect(given).toEqual([expected]);
  expect(network.calls).toEqual([]);
});
