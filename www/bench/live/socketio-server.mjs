// socket.io's server in the rows about live topics: whoever connects is in the room of the topic, and at /control
// is the same WebSocket as in cmd/livebench, by which whoever measures says what is to be done.
//
//   node --expose-gc socketio-server.mjs ORIGIN
//
// It listens on a free port of 127.0.0.1 and prints the port on a line.
import { createServer } from "node:http";
import { Server } from "socket.io";
import { WebSocketServer } from "ws";

const topic = "ON_ORDER";

const http = createServer();
const io = new Server(http, { cors: { origin: process.argv[2] }, destroyUpgrade: false });
io.on("connection", (socket) => socket.join(topic));
// As its page on memory usage advises.
io.engine.on("connection", (socket) => (socket.request = null));

const control = new WebSocketServer({ noServer: true });
http.on("upgrade", (request, socket, head) => {
  if (request.url === "/control") control.handleUpgrade(request, socket, head, serve);
});

function serve(ws) {
  ws.on("message", (text) => {
    const answer = run(JSON.parse(text));
    if (answer !== undefined) ws.send(JSON.stringify(answer));
  });
}

function run({ op, value }) {
  switch (op) {
    case "echo":
      return {};
    case "publish":
      return void io.to(topic).emit(topic, value);
    case "memory":
      return memory();
    default:
      throw new Error(`there is no command ${op}`);
  }
}

/** What the process takes after a collection, in bytes. */
function memory() {
  globalThis.gc();
  globalThis.gc();
  const { rss, heapUsed, external } = process.memoryUsage();
  return { resident: rss, heap: heapUsed + external };
}

http.listen(0, "127.0.0.1", () => console.log(http.address().port));
