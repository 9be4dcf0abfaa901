import { useEffect, useRef } from "react";
import { report, type AnyEndpoint, type ArgsOf, type DataOf } from "sluice";
import { useController } from "./context.js";
import { useSuspense } from "./read.js";
import type { Arguments, ShownData } from "./types.js";

/**
 * Keeps an endpoint's arguments subscribed while the component is mounted: they are asked for every
 * `pollFrequency` ms. With `null` nothing is. Why it cannot be is reported, as an uncaught error.
 */
export function useSubscription<E extends AnyEndpoint>(endpoint: E, ...args: Arguments<E>): void;
export function useSubscription(endpoint: AnyEndpoint, ...args: readonly unknown[]): void {
  const controller = useController();
  const key = args.length === 1 && args[0] === null ? undefined : (endpoint.key as (...args: readonly unknown[]) => string)(...args);
  const given = useRef({ endpoint, args });
  useEffect(() => {
    given.current = { endpoint, args };
  });
  useEffect(() => {
    if (key === undefined) return undefined;
    const { endpoint, args } = given.current;
    const { subscribe, unsubscribe } = controller as unknown as Record<"subscribe" | "unsubscribe", (endpoint: AnyEndpoint, ...args: readonly unknown[]) => Promise<void>>;
    subscribe(endpoint, ...args).catch(report);
    return () => void unsubscribe(endpoint, ...args).catch(() => {}); // it was not subscribed
  }, [controller, key, endpoint.pollFrequency]);
}

/** {@link useSuspense} with {@link useSubscription}. */
export function useLive<E extends AnyEndpoint>(endpoint: E, ...args: ArgsOf<E>): ShownData<E>;
export function useLive<E extends AnyEndpoint>(endpoint: E, ...args: Arguments<E>): DataOf<E>;
export function useLive(endpoint: AnyEndpoint, ...args: readonly unknown[]): unknown {
  useSubscription(endpoint, ...(args as never));
  return useSuspense<AnyEndpoint>(endpoint, ...(args as never));
}
