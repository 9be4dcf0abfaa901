import { useSyncExternalStore } from "react";

// The path and search of the page, as a store: the browser tells of back and forward,
// go of everything else.
const listeners = new Set<() => void>();

// Pages that are not of this application.
const others = /^\/(redux|rendered)\b/;

/** Goes to a path of this origin, keeping the page if it is one of this application. */
export function go(target: string): void {
  if (target === current()) return;
  if (others.test(target)) return location.assign(target);
  history.pushState(null, "", target);
  window.scrollTo(0, 0);
  for (const listener of [...listeners]) listener();
}

/** The path with its search, such as `/login?next=%2Fcity%2F1`. */
export function usePath(): string {
  return useSyncExternalStore(subscribe, current);
}

function current(): string {
  return location.pathname + location.search;
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  window.addEventListener("popstate", listener);
  return () => {
    listeners.delete(listener);
    window.removeEventListener("popstate", listener);
  };
}
