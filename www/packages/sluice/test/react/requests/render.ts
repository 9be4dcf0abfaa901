import { Fragment, StrictMode, createElement as h, type ReactNode } from "react";
import { createRoot } from "react-dom/client";
import { onTestFinished } from "vitest";
import { RequestsProvider, type RequestsDefaults } from "../../../src/react.js";
import { plainStore, type Options } from "../../redux/stores.js";
import { perform } from "../render.js";

/** A store whose requests the test answers, and what components show of it. StrictMode is outside of all: React mounts nothing twice where it is further in. */
export async function shown(element: ReactNode, defaults: Partial<RequestsDefaults> = {}, options: Options & { readonly strict?: boolean } = {}) {
  const made = plainStore(options);
  const container = document.createElement("div");
  const root = createRoot(container);
  onTestFinished(() => perform(() => root.unmount()));
  const render = (element: ReactNode) => perform(() => root.render(h(options.strict ? StrictMode : Fragment, null, h(RequestsProvider, { store: made.store, ...defaults }, element))));
  await render(element);
  return { ...made, render, unmount: () => render(null), text: () => container.textContent ?? "" };
}
