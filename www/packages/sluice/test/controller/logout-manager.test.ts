import { describe, expect, test, vi } from "vitest";
import { LogoutManager, abortReason } from "../../src/index.js";
import { rejection } from "../harness.js";
import { Article } from "./store.js";
import { one, article, withManagers } from "./managers.js";

describe("LogoutManager", () => {
  test("W47 empties the store when an error says that nobody is logged in; the request rejects with that", async () => {
    const { controller, get, list, runs } = await withManagers(new LogoutManager());
    await controller.setResponse(get, one, article);
    const error = Object.assign(new Error("no"), { status: 401 });
    const read = controller.fetch(list);
    const other = controller.fetch(get, { id: "2" });
    runs[0]!.fail(error);
    expect(await rejection(read)).toBe(error);
    expect(controller.get(Article, "1")).toBeUndefined();
    expect(controller.getError(list)).toBeUndefined();
    expect(abortReason(await rejection(other))).toBe("reset");
  });

  test("does what it is told, when it is told", async () => {
    const handleLogout = vi.fn();
    const { controller, get, runs } = await withManagers(new LogoutManager({ shouldLogout: (error) => error === "out", handleLogout }));
    for (const error of [{ status: 401 }, "out"]) {
      const read = controller.fetch(get, one);
      runs.at(-1)!.fail(error);
      expect(await rejection(read)).toBe(error);
    }
    expect(handleLogout.mock.calls).toEqual([[controller]]);
  });
});
