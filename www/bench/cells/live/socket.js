const topic = "ON_POST";

/** A bare WebSocket that speaks as much of sluice.v1 as is needed, for clients that have none: `take` is given each event's data. */
export function socket(url, take) {
  const native = new WebSocket(url, "sluice.v1");
  native.onopen = () => native.send(JSON.stringify({ op: "subscribe", sid: 1, topic }));
  native.onmessage = (message) => {
    const { op, n, data } = JSON.parse(message.data);
    if (op === "event") take(data);
    else if (op === "ping") native.send(JSON.stringify({ op: "pong", n }));
  };
}
