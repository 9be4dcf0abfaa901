import { describe, expect, test, vi } from "vitest";
import { entity } from "../../src/index.js";
import { turn } from "../harness.js";
import { live, type Scripted } from "./sockets.js";

const Book = entity("Book");

const event = (id: number, data: unknown, sid = 1) => ({ op: "event", sid, id, data });
const title = (id: number) => ({ id: "1", title: `title ${id}` });

/** A page that shows book 1, and follows A. */
async function following(handlers: object = {}): Promise<Scripted & { said(from: number, to: number): void; titles: unknown[] }> {
  const s = await live({ resume: true });
  s.client.subscription({ type: "A", schema: Book, ...handlers });
  s.socket.open("sluice.v1");
  s.socket.say({ op: "subscribed", sid: 1, epoch: "e1", last: 0 });
  s.socket.takeSent();
  const titles: unknown[] = [];
  const { controller } = s.client;
  controller.watch(Book, { id: "1" }, () => void titles.push((controller.get(Book, { id: "1" }) as { title: unknown }).title));
  return {
    ...s,
    get socket() {
      return s.sockets.at(-1)!;
    },
    titles,
    said: (from, to) => {
      for (let id = from; id <= to; id++) s.socket.say(event(id, title(id)));
    },
  };
}

describe("messages that come faster than a page is drawn", () => {
  test("are one commit for each frame, but for the first four", async () => {
    const s = await following();
    s.said(1, 100);
    expect(s.titles).toEqual(["title 1", "title 2", "title 3", "title 4"]);
    await s.clock.tick(16);
    expect(s.titles.slice(4)).toEqual(["title 100"]);
    s.said(101, 200); // of the next frame none: it goes on
    expect(s.titles).toHaveLength(5);
    await s.clock.tick(16);
    expect(s.titles.slice(5)).toEqual(["title 200"]);
    await s.clock.tick(100);
    s.said(201, 202);
    expect(s.titles.slice(6)).toEqual(["title 201", "title 202"]);
  });

  test("are handled once each and in order, whatever comes twice", async () => {
    const heard: unknown[] = [];
    const s = await following({ onMessage: (data: unknown) => void heard.push((data as { title: unknown }).title) });
    s.said(1, 20);
    s.said(15, 30);
    await s.clock.tick(16);
    expect(heard).toEqual(Array.from({ length: 30 }, (_, i) => `title ${i + 1}`));
  });

  test("come before whatever else is asked for", async () => {
    const s = await following();
    const { controller } = s.client;
    s.said(1, 10);
    await controller.set(Book, { id: "1" }, { id: "1", title: "mine" });
    expect(s.titles.slice(4)).toEqual(["title 10", "mine"]);
    await s.clock.tick(16);
    expect(s.titles).toHaveLength(6);
  });

  test("come before a gap, and before the end of the connection", async () => {
    const log: unknown[] = [];
    const s = await following({ onMessage: ({ title }: { title: unknown }) => void log.push(title), onGap: ({ from, to }: { from: number; to: number }) => void log.push([from, to]) });
    s.said(1, 6);
    s.socket.say({ op: "gap", sid: 1, epoch: "e1", last: 9, reason: "slow" });
    expect(log.slice(4)).toEqual(["title 5", "title 6", [6, 9]]);
    s.said(10, 12);
    s.socket.lose();
    expect(log.slice(7)).toEqual(["title 10", "title 11", "title 12"]);
    await s.clock.tick(5000);
    s.socket.open("sluice.v1");
    expect(s.socket.takeSent()).toEqual([{ op: "subscribe", sid: 1, topic: "A", epoch: "e1", after: 12 }]);
  });

  test("of which one cannot be written are written but for that one", async () => {
    const s = await following();
    s.said(1, 5);
    s.socket.say(event(6, "no book"));
    s.said(7, 8);
    s.socket.say(event(9, [1]));
    await s.clock.tick(16);
    await turn();
    expect(s.titles.at(-1)).toBe("title 8");
    expect(s.errors).toMatchObject([{ kind: "callback", event: { data: expect.stringContaining("no book") as string } }, { kind: "callback" }]);
  });

  test("are written before what a function writes that a later one is given to", async () => {
    const s = await following({
      onMessage: ({ title }: { title: string }) => {
        if (title === "title 7") void s.client.controller.set(Book, { id: "1" }, (book: object) => ({ ...book, before: (book as { title: unknown }).title }));
      },
    });
    s.said(1, 8);
    await s.clock.tick(16);
    expect(s.client.controller.get(Book, { id: "1" })).toMatchObject({ title: "title 8", before: "title 6" });
  });

  test("change queries by name one after the other", async () => {
    const s = await live({}, { routes: { getBooks: [0] } });
    await s.client.apiRequest({ name: "getBooks" });
    const onMessage = vi.fn();
    s.client.subscription({ type: "A", onMessage, mutations: { getBooks: (data, message) => [...(data as number[]), (message as { n: number }).n] } });
    s.socket.open();
    const told = vi.fn();
    s.client.watch("getBooks").subscribe(told);
    for (let n = 1; n <= 20; n++) s.socket.say({ type: "A", n });
    expect(onMessage).toHaveBeenCalledTimes(20);
    expect(told).toHaveBeenCalledTimes(4);
    await s.clock.tick(16);
    expect(told).toHaveBeenCalledTimes(5);
    expect(s.client.getQuery({ type: "getBooks" }).data).toEqual(Array.from({ length: 21 }, (_, n) => n));
  });

  test("are handled no more when the client is closed", async () => {
    const onMessage = vi.fn();
    const s = await following({ onMessage });
    s.said(1, 6);
    s.client.close();
    await s.clock.tick(100);
    expect(onMessage).toHaveBeenCalledTimes(4);
    expect(s.errors).toEqual([]);
  });
});
