import { describe, expect, test } from "vitest";
import { Library, Request, UsageError, type RequestResolver } from "../../src/index.js";
import { scene } from "./remote.js";

describe("a Library", () => {
  class A extends Request {}
  class B extends A {}
  const by = (name: string): RequestResolver => () => name;
  const found = (library: Library, request: Request) => library.get(request)?.(request, {} as never);

  test("finds the nearest class; Request itself catches all", () => {
    const library = new Library();
    library.register(Request, by("all"));
    library.register(A, by("A"));
    expect([new B(), new A(), new Request(), new (class extends Request {})()].map((request) => found(library, request))).toEqual(["A", "A", "all", "all"]);
    library.register(B, by("B"));
    expect(found(library, new B())).toBe("B");
  });

  test("goes by identity, not by name", () => {
    const library = new Library();
    const Other = { A: class A extends Request {} }.A;
    library.register(A, by("A"));
    expect(library.get(new Other())).toBeUndefined();
  });

  test("has the last registration win, and taken back restore the one before", () => {
    const library = new Library();
    const first = library.register(A, by("first"));
    const second = library.register(A, by("second"));
    expect(found(library, new A())).toBe("second");
    second();
    second();
    expect(found(library, new A())).toBe("first");
    first();
    expect(library.get(new A())).toBeUndefined();
  });

  test("concerns later resolutions only", async () => {
    const { client, remote, resolve } = await scene();
    const result = resolve(new A());
    client.library.register(A, by("late"));
    await remote.last.answer("early");
    expect(result.value).toBe("early");
  });

  test.each<[unknown, unknown]>([
    [{}, by("x")],
    [undefined, by("x")],
    [() => {}, by("x")],
    [class {}, by("x")],
    [A, "x"],
    [A, undefined],
  ])("refuses to register %s for %s", (Class, given) => {
    expect(() => new Library().register(Class as typeof A, given as RequestResolver)).toThrow(UsageError);
  });
});
