/** What tabs of one origin tell each other about the user session; see core/session.go for the notes. */
interface Message {
  readonly note: number;
  readonly user: string;
}

/** Joins the client of a page to those of other tabs. Outside a page there are none. */
export class Tabs {
  #channel: BroadcastChannel | undefined;

  /** `scope` is the address of the server: clients of other servers hear nothing. */
  constructor(scope: string, heard: (note: number, user: string) => void) {
    if (typeof document === "undefined" || typeof BroadcastChannel !== "function") return;
    this.#channel = new BroadcastChannel(`sluice ${scope}`);
    this.#channel.onmessage = ({ data }: MessageEvent<unknown>) => {
      const { note, user } = (data ?? {}) as Partial<Message>;
      if (typeof note === "number" && typeof user === "string") heard(note, user);
    };
  }

  tell(note: number, user: string): void {
    this.#channel?.postMessage({ note, user } satisfies Message);
  }

  close(): void {
    this.#channel?.close();
  }
}
