// A page whose test gives a client's socket its options.
import { createClient, type Client, type LiveSocket, type SubscriberOptions } from "sluice";

const page = {
  /** What happened, in order. */
  happened: [] as unknown[],
  client: undefined as unknown as Client,
  /** The socket of the newest onOpen. */
  socket: undefined as unknown as LiveSocket,

  /** Makes a client of which each opening, loss and error happens. */
  start(options: SubscriberOptions): void {
    page.client = createClient({
      subscriber: {
        onOpen(_store, ws, props) {
          page.socket = ws;
          page.happened.push(["open", props]);
        },
        onClose: ({ code }) => page.happened.push(["close", code]),
        onError: (error) => page.happened.push(error instanceof Event ? ["error", error.type] : ["error", (error as { kind?: string }).kind, (error as Error).name]),
        ...options,
      },
    });
  },
};

export type OptionsPage = typeof page;

Object.assign(globalThis, { live: page });
