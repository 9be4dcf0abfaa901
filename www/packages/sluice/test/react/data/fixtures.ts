import { Suspense, createElement as h, type ReactNode } from "react";
import { endpoint, entity, type ClientOptions } from "../../../src/index.js";
import { ready, type Setup } from "../../harness.js";

export interface Article {
  readonly id: string;
  readonly title: string;
}

/** Articles by id, over the network of the test. */
export const Article = entity("Article");
export const getArticle = endpoint({ path: "/articles/:id", schema: Article });
export const listArticles = endpoint({ path: "/articles", schema: { results: [Article], next: "" } });

export const first: Article = { id: "1", title: "first" };

/** The same with another title. */
export const titled = (title: string): Article => ({ id: "1", title });

export interface Clocked extends Setup {
  /** Lets ms pass on the client's clock. */
  tick(ms: number): void;
}

/** A client with a clock of the test's. */
export async function clocked(options: ClientOptions = {}): Promise<Clocked> {
  let time = 1_000_000;
  return { ...(await ready({ now: () => time, ...options })), tick: (ms) => void (time += ms) };
}

/** Shows "…" while its children suspend. */
export const suspense = (...children: ReactNode[]): ReactNode => h(Suspense, { fallback: "…" }, ...children);

