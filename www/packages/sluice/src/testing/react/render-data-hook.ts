import { StrictMode, createElement, Suspense, type ComponentType, type ReactNode } from "react";
import { createRoot } from "react-dom/client";
import type { Controller } from "sluice";
import { ErrorBoundary, Provider, type ErrorFallbackProps } from "sluice/react";
import { createTestClient, type Fixture, type MockFixture, type TestClient, type TestOptions } from "sluice/testing";
import { storeFixtures } from "../fixtures.js";
import { act } from "./act.js";
import { MockResolver } from "./mock-resolver.js";

/** Options of {@link renderDataHook}, beside those of its client. */
export interface DataHookOptions<P> extends TestOptions {
  /** What the hook is first called with. */
  readonly initialProps?: P;
  /** What is stored already when the hook is first called. */
  readonly initialFixtures?: readonly Fixture[];
  /** What answers its requests, see `MockResolver`. */
  readonly resolverFixtures?: readonly MockFixture[];
  /** Rendered around it, inside of the Provider. */
  readonly wrapper?: ComponentType<{ readonly children?: ReactNode }>;
  /** Renders in StrictMode. Default `false`. */
  readonly strict?: boolean;
}

/** A hook that is mounted. What its promises wait for includes what is rendered then. */
export interface RenderedDataHook<P, R> extends TestClient {
  readonly controller: Controller;
  readonly result: {
    /** What the hook gave last; `undefined` until it gives something, as while it suspends. */
    readonly current: R;
    /** What it threw, if it did. */
    readonly error: unknown;
    /** It suspends. */
    readonly suspended: boolean;
    /** How often it gave something. */
    readonly renders: number;
  };
  /** Calls the hook again, with other props if there are some. */
  rerender(props?: P): Promise<void>;
  unmount(): Promise<void>;
  /** Does something and waits for all that follows. */
  act(work: () => unknown): Promise<void>;
  /** Waits until nothing is in flight. */
  allSettled(): Promise<void>;
  /** Unmounts it and closes the client. */
  cleanup(): Promise<void>;
}

/** Renders a component that calls a hook, with a client of its own. It needs a DOM, as jsdom's. */
export async function renderDataHook<P, R>(
  hook: (props: P) => R,
  { initialProps, initialFixtures = [], resolverFixtures, wrapper, strict, ...options }: DataHookOptions<P> = {},
): Promise<RenderedDataHook<P, R>> {
  const { client, clock, network } = createTestClient(options);
  const { controller } = client;
  await client.ready;
  await storeFixtures(controller, initialFixtures);

  const result = { current: undefined as R, error: undefined as unknown, suspended: false, renders: 0 };
  let props = initialProps as P;
  const Hook = ({ props }: { props: P }): ReactNode => {
    result.current = hook(props);
    result.renders++;
    result.error = undefined;
    result.suspended = false;
    return null;
  };
  const Waiting = (): ReactNode => {
    result.suspended = true;
    return null;
  };
  const Failed = ({ error }: ErrorFallbackProps): ReactNode => {
    result.error = error;
    return null;
  };
  const root = createRoot(document.createElement("div"));
  const render = () => {
    let tree: ReactNode = createElement(Suspense, { fallback: createElement(Waiting) }, createElement(Hook, { props }));
    tree = createElement(ErrorBoundary, { fallbackComponent: Failed }, tree);
    if (wrapper) tree = createElement(wrapper, null, tree);
    if (resolverFixtures) tree = createElement(MockResolver, { fixtures: resolverFixtures }, tree);
    root.render(createElement(strict ? StrictMode : "div", null, createElement(Provider, { client }, tree)));
  };
  await act(render);
  const unmount = () => act(() => root.unmount());
  return {
    client,
    controller,
    result,
    clock: {
      get now() {
        return clock.now;
      },
      tick: (ms) => act(() => clock.tick(ms)),
    },
    network: {
      calls: network.calls,
      answer: (call, status, body) => act(() => network.answer(call, status, body)),
      fail: (call, cause) => act(() => network.fail(call, cause)),
    },
    rerender: (next = props) => {
      props = next;
      return act(render);
    },
    unmount,
    act,
    allSettled: () => act(() => client.allSettled()),
    cleanup: async () => {
      await unmount();
      client.close();
    },
  };
}
