import { createElement } from "react";
import { renderToString } from "react-dom/server";
import { expect, test } from "vitest";
import { UsageError } from "../../src/index.js";
import { Provider, useClient } from "../../src/react.js";
import { ready } from "../harness.js";
import { recorder, render } from "./render.js";

test("useClient outside of a Provider throws a UsageError that says what to do", () => {
  const { component } = recorder(useClient);
  expect(() => renderToString(createElement(component))).toThrow(UsageError);
  expect(() => renderToString(createElement(component))).toThrow("<Provider client={createClient()}>");
});

test("useClient gives the client of the nearest Provider", async () => {
  const outer = await ready();
  const inner = await ready();
  const { component, given } = recorder(useClient);
  await render(outer.client, [
    createElement(component, { key: 1 }),
    createElement(Provider, { key: 2, client: inner.client }, createElement(component)),
  ]);
  expect(given).toEqual([outer.client, inner.client]);
});

test("taking a Provider away does not close its client", async () => {
  const { client, network } = await ready();
  const { unmount } = await render(client, null);
  await unmount();
  const answer = client.apiRequest({ name: "getUser" });
  network.last.answer(1);
  expect(await answer).toBe(1);
});
