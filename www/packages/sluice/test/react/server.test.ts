// @vitest-environment node
import { createElement as h } from "react";
import { renderToString } from "react-dom/server";
import { expect, test } from "vitest";
import { Provider, useApiRequest, useSession } from "../../src/react.js";
import { ready, setup, turn } from "../harness.js";

const text = ({ data, error, loading }: { data: unknown; error: unknown; loading: boolean }) => JSON.stringify([data, error, loading]).replaceAll('"', "'");
const Page = () => h("p", null, text(useApiRequest<unknown>({ name: "getUser" })), text(useSession()), text(useApiRequest(null)));

test("a server renders the hooks as loading, and sends nothing", async () => {
  for (const { client, network } of [await ready({ baseUrl: "https://host.example/api" }), setup()]) {
    const html = renderToString(h(Provider, { client }, h(Page)));
    expect(html.replaceAll("<!-- -->", "")).toBe("<p>[null,null,true][null,null,true][null,null,false]</p>");
    await client.ready;
    await turn();
    expect(network.calls).toEqual([]);
  }
});

test("a server shows the session that it has asked for itself", async () => {
  const { client, network } = await ready();
  const answer = client.apiRequest({ name: "session" });
  network.last.answer({ id: 1 });
  await answer;
  expect(renderToString(h(Provider, { client }, h(Page)))).toContain("[{&#x27;id&#x27;:1},null,false]");
});
