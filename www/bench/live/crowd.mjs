// The other subscribers of the rows about live topics, in a process of their own: for both servers bare WebSockets of
// the same package, which say what the protocol asks for, and count what they are told.
//
//   fork("crowd.mjs", [SERVER, PORT]), SERVER is "sluice" or "socketio"
//
// Messages `{ op: "join", count }`, `{ op: "heard" }` and `{ op: "leave" }` are answered by `{ heard }`, how many events have
// come so far: of "join" once so many more are subscribed, of "leave" once all are gone.
import WebSocket from "ws";

const [server, port] = process.argv.slice(2);
const topic = "ON_ORDER";

/** How many connections are made at once. */
const batch = 50;

const sockets = new Set();
let heard = 0;

const protocols = {
  sluice: {
    connect: () => new WebSocket(`ws://127.0.0.1:${port}/ws`, "sluice.v1"),
    opened: (socket) => socket.send(JSON.stringify({ op: "subscribe", sid: 1, topic })),
    take(text, socket, joined) {
      if (text.startsWith('{"op":"event"')) heard++;
      else if (text.startsWith('{"op":"subscribed"')) joined();
      else if (text.startsWith('{"op":"ping"')) socket.send(JSON.stringify({ op: "pong", n: JSON.parse(text).n }));
    },
  },
  // Packets of Engine.IO begin with 0 (open), 2 (ping), 3 (pong) or 4 (message); messages of Socket.IO go on with 0 (connect) or 2 (event).
  socketio: {
    connect: () => new WebSocket(`ws://127.0.0.1:${port}/socket.io/?EIO=4&transport=websocket`),
    opened: () => {},
    take(text, socket, joined) {
      if (text.startsWith("42")) heard++;
      else if (text.startsWith("40")) joined();
      else if (text.startsWith("0")) socket.send("40");
      else if (text === "2") socket.send("3");
    },
  },
};

const { connect, opened, take } = protocols[server];

function join() {
  return new Promise((resolve, reject) => {
    const socket = connect();
    sockets.add(socket);
    socket.on("open", () => opened(socket));
    socket.on("message", (data) => take(data.toString(), socket, resolve));
    socket.on("error", reject);
    socket.on("close", (code) => {
      // Of one that has joined nobody hears the rejection.
      if (sockets.delete(socket)) process.send({ trouble: `a connection was closed with ${code}` });
      reject(new Error(`closed with ${code}`));
    });
  });
}

async function leave() {
  const all = [...sockets];
  sockets.clear();
  await Promise.all(all.map((socket) => new Promise((resolve) => (socket.on("close", resolve), socket.close()))));
}

process.on("message", async ({ op, count }) => {
  try {
    if (op === "leave") await leave();
    for (let made = 0; op === "join" && made < count; made += batch) {
      await Promise.all(Array.from({ length: Math.min(batch, count - made) }, join));
    }
    process.send({ heard });
  } catch (error) {
    process.send({ trouble: error.message });
  }
});
