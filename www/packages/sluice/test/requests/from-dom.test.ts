// @vitest-environment jsdom
import { beforeEach, describe, expect, test } from "vitest";
import { MemoryCache, resolver, types } from "../../src/index.js";
import type { Any} from "./remote.js";
import { D, R, Remote, U, scene } from "./remote.js";

const parse = (text: string): unknown => JSON.parse(text);

/** A client with the chain that a page uses. */
async function page(root: ParentNode | null | undefined, deserialize?: (text: string, element: Element) => unknown) {
  const remote = new Remote();
  const cache = new MemoryCache();
  const { client } = await scene({ resolver: resolver.caching(cache, resolver.oneOf(resolver.fromDom(root, deserialize), remote.resolve)) });
  return { remote, cache, resolve: (request: Any) => client.resolve(request)! };
}

beforeEach(() => {
  document.body.innerHTML = `<p id="p">before</p><div id="s">{"v":1}</div>`;
});

describe("resolver.fromDom", () => {
  test("18 answers the first read with what the page brought, which is cached then", async () => {
    const { remote, resolve } = await page(document.body, parse);
    expect(resolve(R())).toMatchObject({ state: "success", value: { v: 1 } });
    expect(document.getElementById("s")).toBeNull();
    expect(resolve(R()).value).toEqual({ v: 1 });
    expect(remote.net).toBe(0);
    resolve(U());
    expect(remote.net).toBe(1);
    expect(document.getElementById("p")).not.toBeNull();
  });

  test("removes the element for a mutation, which goes on", async () => {
    const { remote, resolve } = await page(document.body, parse);
    resolve(D());
    expect(remote.net).toBe(1);
    expect(document.getElementById("s")).toBeNull();
    await remote.last.answer(null);
    expect(resolve(R()).state).toBe("pending");
  });

  test("fails once where deserialize throws; the next read goes to the network", async () => {
    document.getElementById("s")!.textContent = "{";
    const { remote, resolve } = await page(document.body, parse);
    const failed = resolve(R());
    expect(failed.state).toBe("failure");
    expect(failed.value).toBeInstanceOf(SyntaxError);
    expect(document.getElementById("s")).toBeNull();
    resolve(R());
    expect(remote.net).toBe(1);
  });

  test("gives the text by default, and deserialize the element", async () => {
    const { resolve } = await page(document);
    expect(resolve(R()).value).toBe('{"v":1}');
    const { resolve: other } = await page(document, (text, element) => [text, element.tagName]);
    expect(other(R({ signature: "p" })).value).toEqual(["before", "P"]);
  });

  test.each([
    ["without a signature", document.body, undefined],
    ["without a root", undefined, "s"],
    ["with null as root", null, "s"],
    ["for an id that is not there", document.body, "t"],
    ["for the id of the root itself", document.body, "root"],
    ["for the empty signature, which elements without id do not have", document.body, ""],
  ])("takes nothing %s, and leaves the document alone", async (_, root, signature) => {
    document.body.id = "root";
    const before = document.body.innerHTML;
    const { remote, resolve } = await page(root, parse);
    resolve(R({ signature }));
    expect(remote.net).toBe(1);
    expect(document.body.innerHTML).toBe(before);
  });

  test.each(["a/b:c d", `"quoted" 'too'`, "back\\slash", "]", "new\nline", "cr\rff\f", "1st", "S", "ü ☃", "a\\22 b"])("finds the id %j", async (signature) => {
    const element = document.createElement("div");
    element.id = signature;
    element.textContent = "1";
    document.body.append(element);
    const { remote, resolve } = await page(document.body, parse);
    expect(resolve(R({ signature })).value).toBe(1);
    expect(element.isConnected).toBe(false);
    expect(document.getElementById("s")).not.toBeNull();
    expect(remote.net).toBe(0);
  });

  test("looks under its root only", async () => {
    const root = document.createElement("main");
    root.innerHTML = `<i id="inside">2</i>`;
    const { remote, resolve } = await page(root, parse);
    resolve(R());
    expect(remote.net).toBe(1);
    expect(resolve(R({ signature: "inside" })).value).toBe(2);
    expect(document.getElementById("s")).not.toBeNull();
  });

  test("gives values of types.result when it is called by itself", () => {
    const fromDom = resolver.fromDom(document.body, parse) as (request: Any) => unknown;
    expect(types.result.success.match(fromDom(R()))).toBe(true);
    expect(fromDom(R())).toBeNull();
  });
});
