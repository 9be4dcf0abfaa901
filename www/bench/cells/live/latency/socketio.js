import { io } from "socket.io-client";

/** Listens for the topic; `hear` is told each value that is published. */
export function subscribe(port, topic, hear) {
  io(`http://127.0.0.1:${port}`, { transports: ["websocket"] }).on(topic, hear);
}
