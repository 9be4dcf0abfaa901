import { describe, expect, test, vi } from "vitest";
import { entity } from "../../src/index.js";
import { turn, uncaught } from "../harness.js";
import { live, type Scripted } from "./sockets.js";

const Book = entity("Book");

const event = (id: number, data: unknown, sid = 1) => ({ op: "event", sid, id, data });
const title = (id: number) => ({ id: "1", title: `title ${id}` });

/** A page that shows book 1, and follows A, of which there have been five events in the frame before: the next one is the sixth. */
async function following(handlers: object = {}): Promise<Scripted & { said(from: number, to: number): void; titles: unknown[] }> {
  const s = await live({ resume: true });
  s.client.subscription({ type: "A", schema: Book, ...handlers });
  s.socket.open("sluice.v1");
  s.socket.say({ op: "subscribed", sid: 1, epoch: "e1", last: 0 });
  s.socket.takeSent();
  const titles: unknown[] = [];
  const { controller } = s.client;
  controller.watch(Book, { id: "1" }, () => void titles.push((controller.get(Book, { id: "1" }) as { title: unknown }).title));
  const said = (from: number, to: number) => {
    for (let id = from; id <= to; id++) s.socket.say(event(id, title(id)));
  };
  said(1, 5);
  expect(titles.splice(0)).toEqual(["title 1", "title 2", "title 3", "title 4", "title 5"]);
  await s.clock.tick(16);
  return {
    ...s,
    get socket() {
      return s.sockets.at(-1)!;
    },
    titles,
    said,
  };
}

describe("messages that go on coming faster than a page is drawn", () => {
  test("are one commit for each frame; fewer of them one each", async () => {
    const s = await following();
    for (const from of [6, 106]) {
      s.said(from, from + 99);
      expect(s.titles).toEqual([]);
      await s.clock.tick(16);
      expect(s.titles.splice(0)).toEqual([`title ${from + 99}`]);
    }
    s.said(206, 207); // the frame before was full
    expect(s.titles).toEqual([]);
    await s.clock.tick(16);
    expect(s.titles.splice(0)).toEqual(["title 207"]);
    s.said(208, 210); // the frame before was not
    expect(s.titles).toEqual(["title 208", "title 209", "title 210"]);
  });

  test("that all come at once are one commit each", async () => {
    const s = await following();
    await s.clock.tick(100);
    s.said(6, 105);
    expect(s.titles).toHaveLength(100);
  });

  test("are handled once each and in order, whatever comes twice", async () => {
    const heard: unknown[] = [];
    const s = await following({ onMessage: (data: unknown) => void heard.push((data as { title: unknown }).title) });
    s.said(6, 20);
    s.said(15, 30);
    expect(heard).toHaveLength(5);
    await s.clock.tick(16);
    expect(heard).toEqual(Array.from({ length: 30 }, (_, i) => `title ${i + 1}`));
  });

  test("come before whatever else is asked for", async () => {
    const s = await following();
    const { controller } = s.client;
    s.said(6, 10);
    await controller.set(Book, { id: "1" }, { id: "1", title: "mine" });
    expect(s.titles).toEqual(["title 10", "mine"]);
    await s.clock.tick(16);
    expect(s.titles).toHaveLength(2);
  });

  test("come before a gap, and before the end of the connection", async () => {
    const log: unknown[] = [];
    const s = await following({ onMessage: ({ title }: { title: unknown }) => void log.push(title), onGap: ({ from, to }: { from: number; to: number }) => void log.push([from, to]) });
    s.said(6, 7);
    s.socket.say({ op: "gap", sid: 1, epoch: "e1", last: 9, reason: "slow" });
    expect(log.slice(5)).toEqual(["title 6", "title 7", [7, 9]]);
    s.said(10, 12);
    expect(log).toHaveLength(8);
    s.socket.lose();
    expect(log.slice(8)).toEqual(["title 10", "title 11", "title 12"]);
    await s.clock.tick(5000);
    s.socket.open("sluice.v1");
    expect(s.socket.takeSent()).toEqual([{ op: "subscribe", sid: 1, topic: "A", epoch: "e1", after: 12 }]);
  });

  test("of which one cannot be written are written but for that one", async () => {
    const s = await following();
    s.said(6, 6);
    s.socket.say(event(7, "no book"));
    s.said(8, 9);
    s.socket.say(event(10, [1]));
    await s.clock.tick(16);
    await turn();
    expect(s.titles).toEqual(["title 9"]);
    expect(s.errors).toMatchObject([{ kind: "callback", event: { data: expect.stringContaining("no book") as string } }, { kind: "callback" }]);
  });

  test("are written before what a function writes that a later one is given to", async () => {
    const s = await following({
      onMessage: ({ title }: { title: string }) => {
        if (title === "title 8") void s.client.controller.set(Book, { id: "1" }, (book: object) => ({ ...book, before: (book as { title: unknown }).title }));
      },
    });
    s.said(6, 9);
    await s.clock.tick(16);
    expect(s.client.controller.get(Book, { id: "1" })).toMatchObject({ title: "title 9", before: "title 7" });
  });

  test("change queries by name one after the other", async () => {
    const s = await live({}, { routes: { getBooks: [0] } });
    await s.client.apiRequest({ name: "getBooks" });
    const onMessage = vi.fn();
    s.client.subscription({ type: "A", onMessage, mutations: { getBooks: (data, message) => [...(data as number[]), (message as { n: number }).n] } });
    s.socket.open();
    const told = vi.fn();
    s.client.watch("getBooks").subscribe(told);
    const said = (from: number, to: number) => {
      for (let n = from; n <= to; n++) s.socket.say({ type: "A", n });
    };
    said(1, 5);
    expect(told).toHaveBeenCalledTimes(5);
    await s.clock.tick(16);
    said(6, 20);
    expect(onMessage).toHaveBeenCalledTimes(20);
    expect(told).toHaveBeenCalledTimes(5);
    await s.clock.tick(16);
    expect(told).toHaveBeenCalledTimes(6);
    expect(s.client.getQuery({ type: "getBooks" }).data).toEqual(Array.from({ length: 21 }, (_, n) => n));
  });

  test("without an envelope are written no more when the client is closed", async () => {
    const caught = uncaught();
    const s = await live({}, { routes: { getBooks: [] } });
    await s.client.apiRequest({ name: "getBooks" });
    s.client.subscription({ type: "A", schema: Book, mutations: { getBooks: (books) => books } });
    s.socket.open();
    for (let id = 1; id <= 5; id++) s.socket.say({ type: "A", ...title(id) });
    await s.clock.tick(16);
    for (let id = 1; id <= 5; id++) s.socket.say({ type: "A", ...title(id) });
    s.client.close();
    await turn();
    expect([s.errors, caught]).toEqual([[], []]);
  });

  test("are handled no more when the client is closed", async () => {
    const onMessage = vi.fn();
    const s = await following({ onMessage });
    s.said(6, 9);
    s.client.close();
    await s.clock.tick(100);
    expect(onMessage).toHaveBeenCalledTimes(5);
    expect(s.errors).toEqual([]);
  });
});
