/** A control socket of a live server; see cmd/livebench/control.go. `send(text)`, and `ask(text)`, which waits for the answer. */
export async function control(port) {
  const socket = new WebSocket(`ws://127.0.0.1:${port}/control`);
  await new Promise((resolve, reject) => ((socket.onopen = resolve), (socket.onerror = reject)));
  return {
    send: (text) => socket.send(text),
    ask: (text) => new Promise((resolve) => ((socket.onmessage = () => resolve(performance.now())), socket.send(text))),
  };
}
