import { expect, test, vi } from "vitest";

import { LiveLog } from "./live-log";

const shown = (log: LiveLog) => log.get().events.map(({ what, topic, note }) => [what, topic, note].join("|")).reverse();
const say = (log: LiveLog, frame: object) => log.received(JSON.stringify(frame));
const send = (log: LiveLog, frame: object) => log.sent(JSON.stringify(frame));

test("tells what was subscribed, lost, resumed and caught up", () => {
  const log = new LiveLog();
  log.opened();
  send(log, { op: "subscribe", sid: 1, topic: "ON", key: "CH" });
  say(log, { op: "subscribed", sid: 1, epoch: "e", last: 4 });
  say(log, { op: "ping", n: 1 });
  say(log, { op: "event", sid: 1, id: 5, data: {} });
  expect(log.get().connected).toBe(true);
  log.closed(3000);
  expect(log.get().connected).toBe(false);
  log.closed(1006);
  log.opened();
  send(log, { op: "subscribe", sid: 1, topic: "ON", key: "CH", epoch: "e", after: 5 });
  say(log, { op: "subscribed", sid: 1, epoch: "e", last: 7 });
  say(log, { op: "session", reason: "ended" });
  log.closed(1000);
  log.closed(1000);
  expect(shown(log)).toEqual([
    "connected||",
    "subscribed|ON CH|from id 4 on",
    "event|ON CH|id 5",
    "lost||code 3000",
    "no answer||code 1006",
    "connected||",
    "resumed|ON CH|after id 5, 2 events caught up",
    "session||ended",
    "closed||code 1000",
  ]);
});

test.each([
  [{ op: "subscribed", sid: 2, last: 5 }, "resumed|ON|after id 5, nothing missed"],
  [{ op: "subscribed", sid: 2, last: 6 }, "resumed|ON|after id 5, 1 event caught up"],
  [{ op: "gap", sid: 2, last: 9, reason: "expired" }, "gap|ON|away for too long: asked for again, on from id 9"],
  [{ op: "error", sid: 2, code: "topic.unknown" }, "refused|ON|topic.unknown"],
])("says of %j: %s", (frame, line) => {
  const log = new LiveLog();
  send(log, { op: "subscribe", sid: 2, topic: "ON", after: 5 });
  say(log, frame);
  expect(shown(log)).toEqual([line]);
});

test("keeps the last 60, tells of each, and can be cleared", () => {
  const log = new LiveLog();
  const listener = vi.fn();
  const stop = log.subscribe(listener);
  for (let i = 0; i < 70; i++) log.opened();
  expect(log.get().events.length).toBe(60);
  log.clear();
  stop();
  log.opened();
  expect(listener).toHaveBeenCalledTimes(71);
  expect(log.get().events.length).toBe(1);
});
