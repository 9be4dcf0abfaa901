import { liveServer, servers } from "../lib/live.mjs";
import { summary } from "../lib/stats.mjs";
import { number, ratio, spread, table, verdict } from "../lib/table.mjs";

export const title = "(u) Live: memory of a server for each of 1,000 idle connections";

const connections = 1000;

/** So many come and go before: what a server makes once is not a connection's. */
const warmth = 100;

/** How long they are idle, in ms: both servers have sent a heartbeat by then, and buffers of the handshakes are gone. */
const idle = 30_000;
const quickIdle = 3_000;

/** More repetitions take long. */
const most = 3;

/** Gives per server the KB for each connection that the process has more, after a collection: `resident`, and `heap`. */
export async function run({ server, repetitions, quick }) {
  const times = Math.min(repetitions, most);
  const samples = Object.fromEntries(Object.keys(servers).map((kind) => [kind, []]));
  for (let repetition = 0; repetition < times; repetition++) {
    for (const kind of Object.keys(servers)) samples[kind].push(await turn(server, kind, quick ? quickIdle : idle));
  }
  const results = Object.fromEntries(
    Object.entries(samples).map(([kind, turns]) => [kind, Object.fromEntries(["empty", "resident", "heap"].map((name) => [name, summary(turns.map((turn) => turn[name]))]))]),
  );
  return { results, times };
}

async function turn(server, kind, idle) {
  return liveServer(kind, server.origin, async ({ ask, crowd }) => {
    await crowd.join(warmth);
    await crowd.leave();
    await new Promise((resolve) => setTimeout(resolve, 1000));
    const before = await ask({ op: "memory" });
    await crowd.join(connections);
    await new Promise((resolve) => setTimeout(resolve, idle));
    const after = await ask({ op: "memory" });
    const each = (name) => (after[name] - before[name]) / connections / 1000;
    return { empty: before.resident / 1e6, resident: each("resident"), heap: each("heap") };
  });
}

export function report({ results, times }) {
  const { sluice, socketio } = results;
  const rows = Object.entries(servers).map(([kind, label]) => {
    const { empty, resident, heap } = results[kind];
    return [label, spread(resident), ratio(resident.median / sluice.resident.median), spread(heap), spread(empty)];
  });
  return {
    lines: [
      `Each is subscribed to one topic. Resident memory of the server's process, and of it what its heap (with Go, the stacks as well) has in use, after a collection, less what they were before, in KB (10³ bytes). Medians of ${times}.`,
      "",
      table(["", "resident, KB", "to Sluice", "in use, KB", "process without any, MB"], rows),
      "",
    ],
    verdicts: [verdict("(u) less resident memory for each connection than socket.io", sluice.resident.median < socketio.resident.median, `${number(sluice.resident.median)} against ${number(socketio.resident.median)} KB`)],
  };
}
