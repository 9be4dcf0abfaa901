import type { Controller } from "./controller.js";
import type { Action } from "./managers/action.js";

/** Options of a connection, see the extension's own documentation. */
export type DevToolsConfig = Readonly<Record<string, unknown>>;

/** What a user does in the extension. */
interface Message {
  readonly type: string;
  readonly payload?: unknown;
}

/** What the extension gives for a connection. */
interface DevTools {
  init(state: unknown): void;
  send(action: unknown, state: unknown): void;
  subscribe(listener: (message: Message) => void): (() => void) | undefined;
  unsubscribe?(): void;
  error?(message: string): void;
}

export interface DevToolsExtension {
  connect(config: DevToolsConfig): DevTools;
}

/** One connection to the extension. */
export interface Connection {
  /** Gives whether somebody looks; if not, the action is to be kept. */
  tell(action: Action): boolean;
  close(): void;
}

/** The members of a state. */
const members = ["entities", "endpoints", "indexes", "meta", "entitiesMeta", "optimistic", "epoch", "lastReset"] as const;

/** Connects a controller. `kept` gives, once, the actions that are to be told when somebody begins to look. */
export function connect(extension: DevToolsExtension, controller: Controller, config: DevToolsConfig, kept: () => readonly Action[]): Connection {
  const tools = extension.connect({ name: "sluice", features: { pause: true, export: true, jump: false, skip: false, reorder: false, dispatch: true, persist: false, test: false }, ...config });
  let looking = false;
  const state = () => stateOf(controller);
  const tell = (action: Action) => {
    if (looking) tools.send(shown(action), state());
    return looking;
  };
  tools.init(state());
  const end = tools.subscribe(({ type, payload }) => {
    if (type === "START") {
      looking = true;
      kept().forEach(tell);
    } else if (type === "STOP") looking = false;
    else if (type === "ACTION") dispatched(controller, payload, tools);
    else if (type === "DISPATCH") {
      const what = (payload as { readonly type?: string } | undefined)?.type;
      if (what === "RESET") void controller.resetEntireStore().then(() => tools.init(state()));
      else if (what === "COMMIT") tools.init(state());
      else if (what !== "LOCK_CHANGES" && what !== "PAUSE_RECORDING") tools.error?.("sluice: what is stored does not go back in time");
    }
  });
  return {
    tell,
    close: () => {
      looking = false;
      end?.();
      tools.unsubscribe?.();
    },
  };
}

/** An action that was written in the extension. */
function dispatched(controller: Controller, payload: unknown, tools: DevTools): void {
  try {
    const action = (typeof payload === "string" ? JSON.parse(payload) : payload) as Action;
    controller.dispatch(action).catch((error: unknown) => tools.error?.(String(error)));
  } catch (error) {
    tools.error?.(String(error));
  }
}

/** An action as the extension can show it. */
function shown({ endpoint, response, schema, value, ...rest }: Action): unknown {
  return {
    ...rest,
    ...(endpoint && { endpoint: endpoint.name }),
    ...(response !== undefined && { response: plain(response) }),
    ...(schema !== undefined && { schema: (schema as { readonly key?: unknown }).key ?? "a schema" }),
    ...(value !== undefined && { value: typeof value === "function" ? "function" : value }),
  };
}

/** Errors have members that no JSON shows. */
function plain(value: unknown): unknown {
  return value instanceof Error ? { ...value, name: value.name, message: value.message } : value;
}

/** The present state as a plain object. */
function stateOf(controller: Controller): unknown {
  const state = controller.getState();
  return Object.fromEntries(members.map((member) => [member, state[member]]));
}
