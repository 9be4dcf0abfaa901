import { StrictMode, createElement as h } from "react";
import { renderToString } from "react-dom/server";
import { expect, describe, test } from "vitest";
import { UsageError, abortReason, type ApiRequest } from "../../src/index.js";
import { Provider, useApiRequest } from "../../src/react.js";
import { ready, rejection, setup } from "../harness.js";
import { perform, recorder, render } from "./render.js";

const user = (id: number): ApiRequest => ({ name: "getUser", data: { id } });

/** A component that shows a request, with all of its state. */
const shower = () => recorder(({ request }: { request: ApiRequest | null }) => ({ ...useApiRequest<unknown>(request) }));

const loading = { data: null, error: null, loading: true };

describe("useApiRequest", () => {
  test("sends its request once, is loading until the answer, and renders once for each", async () => {
    const { client, network } = await ready();
    const { component, given } = shower();
    const { render: again } = await render(client, h(component, { request: user(1) }));
    expect(network.calls.map(({ name, data }) => [name, data])).toEqual([["getUser", { id: 1 }]]);
    expect(given).toMatchObject([loading]);
    await perform(() => network.last.answer({ id: 1 }));
    expect(given).toMatchObject([loading, { data: { id: 1 }, error: null, loading: false }]);
    await again(h(component, { request: user(1) }));
    expect(given).toHaveLength(3);
    expect(given[2]).toEqual(given[1]);
    expect(network.calls).toHaveLength(1);
  });

  test("shows the error of an answer; asking again clears it", async () => {
    const { client, network } = await ready();
    const { component, given, last } = shower();
    await render(client, h(component, { request: user(1) }));
    await perform(() => network.last.refuse(500, "api.internal", "internal error"));
    expect(last()).toMatchObject({ data: null, error: { code: "api.internal" }, loading: false });
    let answer!: Promise<unknown>;
    await perform(() => (answer = last().refetch()));
    expect(last()).toMatchObject(loading);
    await perform(() => network.last.answer({ id: 1 }));
    expect(last()).toMatchObject({ data: { id: 1 }, error: null, loading: false });
    expect(await answer).toBe(last().data);
    expect(given).toHaveLength(4);
  });

  test("keeps the data while it asks again, and when that fails", async () => {
    const { client, network } = await ready();
    const { component, last } = shower();
    await render(client, h(component, { request: user(1) }));
    await perform(() => network.last.answer({ id: 1 }));
    let answer!: Promise<unknown>;
    await perform(() => {
      answer = last().refetch();
      answer.catch(() => {});
    });
    expect(last()).toMatchObject({ data: { id: 1 }, loading: true });
    await perform(() => network.last.fail(new TypeError("fetch failed")));
    expect(last()).toMatchObject({ data: { id: 1 }, error: { name: "NetworkError" }, loading: false });
    expect(await rejection(answer)).toBe(last().error);
  });

  test("renders nothing for a refetch that changes nothing that the component reads", async () => {
    const { client, network } = await ready();
    let renders = 0;
    const { component, last } = recorder(() => {
      renders++;
      const result = useApiRequest(user(1));
      return { data: result.data, result };
    });
    await render(client, h(component));
    await perform(() => network.last.answer({ id: 1 }));
    expect(renders).toBe(2);
    await perform(() => void last().result.refetch());
    await perform(() => network.last.answer({ id: 1 }));
    expect(renders).toBe(2);
    await perform(() => void last().result.refetch());
    await perform(() => network.last.answer({ id: 1, name: "Ada" }));
    expect(renders).toBe(3);
    expect(last().data).toEqual({ id: 1, name: "Ada" });
  });

  test("gives what is true now to a component that begins to read it", async () => {
    const { client, network } = await ready();
    const { component, last } = recorder(({ status }: { status: boolean }) => {
      const result = useApiRequest(user(1));
      return { data: result.data, loading: status ? result.loading : undefined, result };
    });
    const { render: again } = await render(client, h(component, { status: false }));
    await perform(() => network.last.answer({ id: 1 }));
    await perform(() => void last().result.refetch());
    expect(last().loading).toBeUndefined();
    await again(h(component, { status: true }));
    expect(last().loading).toBe(true);
    await perform(() => network.last.answer({ id: 1 }));
    expect(last().loading).toBe(false);
  });

  test("does not render for other requests", async () => {
    const { client, network } = await ready();
    const { component, given } = shower();
    await render(client, h(component, { request: user(1) }));
    await perform(() => network.last.answer(1));
    await perform(() => {
      for (const request of [user(2), { name: "getTask" }, { ...user(1), requestKey: "k" }]) client.apiRequest(request).catch(() => {});
      network.calls.slice(1).forEach((call) => call.answer(2));
    });
    expect(given).toHaveLength(2);
  });
});

describe("equal hooks", () => {
  test("share one call, whatever the order of the members of their data", async () => {
    const { client, network } = await ready();
    const { component, given } = shower();
    const requests = [{ a: 1, b: { c: 2, d: 3 } }, { b: { d: 3, c: 2 }, a: 1 }].map((data) => ({ name: "searchCities", data }));
    await render(client, requests.map((request, key) => h(component, { key, request })));
    expect(network.calls).toHaveLength(1);
    await perform(() => network.last.answer(["Oslo"]));
    expect(given).toHaveLength(4);
    expect(given[3]!.data).toBe(given[2]!.data);
  });

  test("share it also when one comes later; then nothing is asked again", async () => {
    const { client, network } = await ready();
    const { component, last } = shower();
    const one = h(component, { key: 1, request: user(1) });
    const { render: again } = await render(client, [one]);
    await perform(() => network.last.answer({ id: 1 }));
    await again([one, h(component, { key: 2, request: user(1) })]);
    expect(network.calls).toHaveLength(1);
    expect(last().data).toEqual({ id: 1 });
  });

  test("of other keys or names have their own calls", async () => {
    const { client, network } = await ready();
    const { component } = shower();
    const requests = [user(1), { ...user(1), requestKey: "k" }, { ...user(1), name: "getTask" }, { name: "getUser" }];
    await render(client, requests.map((request, key) => h(component, { key, request })));
    expect(network.calls).toHaveLength(4);
    expect(network.calls.some(({ aborted }) => aborted)).toBe(false);
  });
});

describe("data that changes", () => {
  test("supersedes the hook's call when the name is a query", async () => {
    const { client, network } = await ready();
    const { component, last } = shower();
    const { render: again } = await render(client, h(component, { request: user(1) }));
    await again(h(component, { request: user(2) }));
    expect(network.calls.map(({ aborted }) => aborted)).toEqual([true, false]);
    expect(last()).toMatchObject(loading);
    await perform(() => network.last.answer({ id: 2 }));
    expect(last()).toMatchObject({ data: { id: 2 }, loading: false });
  });

  test("lets the call run when the name is none, and when another component shows the same", async () => {
    const { client, network } = await ready();
    const { component } = shower();
    const save = (n: number) => ({ name: "save", data: n });
    const { render: again } = await render(client, [
      h(component, { key: 1, request: user(1) }), h(component, { key: 2, request: user(1) }), h(component, { key: 3, request: save(1) }),
    ]);
    await again([
      h(component, { key: 1, request: user(2) }), h(component, { key: 2, request: user(1) }), h(component, { key: 3, request: save(2) }),
    ]);
    expect(network.calls.map(({ data, aborted }) => [data, aborted])).toEqual([
      [{ id: 1 }, false], [1, false], [{ id: 2 }, false], [2, false],
    ]);
  });

  test("back and forth shows what it had, and asks again", async () => {
    const { client, network } = await ready();
    const { component, last } = shower();
    const { render: again } = await render(client, h(component, { request: user(1) }));
    await perform(() => network.last.answer({ id: 1 }));
    await again(h(component, { request: user(2) }));
    await perform(() => network.last.answer({ id: 2 }));
    await again(h(component, { request: user(1) }));
    expect(last()).toMatchObject({ data: { id: 1 }, loading: true });
    expect(network.calls).toHaveLength(3);
    await perform(() => network.last.answer({ id: 1 }));
    expect(last()).toMatchObject({ data: { id: 1 }, loading: false });
  });

  test("that is equal, or other headers, send nothing", async () => {
    const { client, network } = await ready();
    const { component } = shower();
    const { render: again } = await render(client, h(component, { request: user(1) }));
    await again(h(component, { request: { ...user(1), headers: { "x-a": "1" } } }));
    expect(network.calls).toHaveLength(1);
  });
});

describe("a hook and a plain call of the same name", () => {
  test("do not abort one another", async () => {
    const { client, network } = await ready();
    const { component, last } = shower();
    const before = client.apiRequest(user(1));
    await render(client, h(component, { request: user(1) }));
    const after = client.apiRequest(user(1));
    expect(abortReason(await rejection(before))).toBe("superseded"); // by the plain call after it
    expect(network.calls.map(({ aborted }) => aborted)).toEqual([true, false, false]);
    await perform(() => network.calls[1]!.answer("of the hook"));
    network.calls[2]!.answer("plain");
    expect(await after).toBe("plain");
    expect(last().data).toBe("of the hook");
  });
});

describe("a component that is taken away", () => {
  test("ends nothing: the answer is there when it comes back, and is asked for again", async () => {
    const { client, network } = await ready();
    const { component, last } = shower();
    const { render: again, unmount } = await render(client, h(component, { request: user(1) }));
    await unmount();
    expect(network.last.aborted).toBe(false);
    await perform(() => network.last.answer({ id: 1 }));
    await again(h(component, { request: user(1) }));
    expect(last()).toMatchObject({ data: { id: 1 }, loading: true });
    expect(network.calls).toHaveLength(2);
  });

  test("and comes back while its call is pending does not send another", async () => {
    const { client, network } = await ready();
    const { component, last } = shower();
    const { render: again, unmount } = await render(client, h(component, { request: user(1) }));
    await unmount();
    await again(h(component, { request: user(1) }));
    expect(network.calls).toHaveLength(1);
    await perform(() => network.last.answer({ id: 1 }));
    expect(last()).toMatchObject({ data: { id: 1 }, loading: false });
  });
});

describe("StrictMode", () => {
  test("sends once", async () => {
    const { client, network } = await ready();
    const { component, last } = shower();
    await render(client, h(StrictMode, null, h(component, { request: user(1) }), h(component, { request: { name: "save" } })));
    expect(network.names).toEqual(["getUser", "save"]);
    await perform(() => network.calls.forEach((call) => call.answer(1)));
    expect(last()).toMatchObject({ data: 1, loading: false });
  });

  test("sends once while the core is loading", async () => {
    const { client, network } = setup();
    const { component, last } = shower();
    await render(client, h(StrictMode, null, h(component, { request: user(1) }), h(component, { request: { name: "save" } })));
    await perform(() => {});
    await client.ready;
    expect(network.names).toEqual(["getUser", "save"]);
    await perform(() => network.calls.forEach((call) => call.answer(1)));
    expect(last()).toMatchObject({ data: 1, loading: false });
  });

  test("supersedes the call of earlier data, and sends the new one once", async () => {
    const { client, network } = await ready();
    const { component } = shower();
    const { render: again } = await render(client, h(StrictMode, null, h(component, { request: user(1) })));
    await again(h(StrictMode, null, h(component, { request: user(2) })));
    expect(network.calls.map(({ data, aborted }) => [data, aborted])).toEqual([[{ id: 1 }, true], [{ id: 2 }, false]]);
  });
});

describe("null", () => {
  test("sends nothing and is not loading", async () => {
    const { client, network } = await ready();
    const { component, given, last } = shower();
    const { render: again } = await render(client, h(component, { request: null }));
    expect(given).toMatchObject([{ data: null, error: null, loading: false }]);
    expect(await rejection(last().refetch())).toBeInstanceOf(UsageError);
    expect(network.calls).toEqual([]);
    await again(h(component, { request: user(1) }));
    expect(network.calls).toHaveLength(1);
    await again(h(component, { request: null }));
    expect(network.last.aborted).toBe(true);
    expect(last()).toMatchObject({ data: null, loading: false });
  });
});

describe("a request that is wrong", () => {
  test("in its name is shown as an error", async () => {
    const { client, network } = await ready();
    const { component, last } = shower();
    await render(client, h(component, { request: { name: "a//b" } }));
    expect(last()).toMatchObject({ data: null, error: { name: "UsageError" }, loading: false });
    expect(network.calls).toEqual([]);
  });

  test.each<[string, unknown]>([
    ["no name", {}],
    ["a cycle in its data", { name: "getUser", data: (() => { const cycle: unknown[] = []; cycle.push(cycle); return cycle; })() }],
    ["a file as its data", { name: "getUser", data: new Blob() }],
  ])("with %s throws while it is rendered", async (_, request) => {
    const { client } = await ready();
    const { component } = shower();
    expect(() => renderToString(h(Provider, { client }, h(component, { request: request as ApiRequest })))).toThrow(UsageError);
  });
});
