// A page on which the end-to-end tests mount one component after the other, in StrictMode.
import * as React from "react";
import { StrictMode, Suspense, startTransition, useContext, useLayoutEffect, useRef, useState, useTransition, type ReactNode } from "react";
import { createRoot } from "react-dom/client";
import { createClient, endpoint, entity } from "sluice";
import {
  AsyncBoundary,
  Provider,
  StateContext,
  useApiRequest,
  useCache,
  useCancelling,
  useClient,
  useController,
  useDLE,
  useDebounce,
  useError,
  useFetch,
  useLive,
  useLoading,
  useQuery,
  useSession,
  useSubscription,
  useSuspense,
  type ErrorFallbackProps,
} from "sluice/react";

interface ArticleData {
  readonly id: string;
  readonly title: string;
}

const Article = entity<ArticleData>("Article");
const getArticle = endpoint({ path: "/articles/:id", schema: Article });
const polled = getArticle.extend({ pollFrequency: 100 });
const rename = endpoint({ method: "PUT", path: "/articles/:id", schema: Article });

/** How far the client's clock is ahead of the page's, in ms. */
let ahead = 0;
const client = createClient({ now: () => Date.now() + ahead });

const Title = ({ id }: { id: string }) => <b>{useSuspense(getArticle, { id }).title}</b>;

const waiting = <i>…</i>;

function Suspended() {
  return (
    <Suspense fallback={waiting}>
      <Title id="1" />
      <Title id="1" />
    </Suspense>
  );
}

function Transition() {
  const [id, setId] = useState("1");
  const [isPending, start] = useTransition();
  return (
    <>
      <button onClick={() => start(() => setId("2"))}>{isPending ? "going" : "go"}</button>
      <Suspense fallback={waiting}>
        <Title id={id} />
      </Suspense>
    </>
  );
}

/** What the commits of {@link Slow} have shown, and whether a write came while it was being rendered. */
const seen = { commits: [] as string[][], rendering: false, writtenMeanwhile: false };

/** Reads by every hook, and takes its time. */
function Cell({ first }: { first: boolean }) {
  if (first && !seen.rendering) {
    seen.rendering = true;
    setTimeout(() => {
      seen.writtenMeanwhile ||= seen.rendering;
      void client.controller.set(Article, { id: "1" }, { id: "1", title: "after" });
    });
  }
  const texts = [useCache(getArticle, { id: "1" })?.title, useDLE(getArticle, { id: "1" }).data?.title, useQuery(Article, { id: "1" })?.title, useSuspense(getArticle, { id: "1" }).title];
  for (const end = performance.now() + 3; performance.now() < end; );
  return <u>{texts.join()}</u>;
}

function Slow() {
  const [on, setOn] = useState(false);
  const list = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    seen.rendering = false;
    seen.commits.push([...new Set([...list.current!.querySelectorAll("u")].flatMap(({ textContent }) => textContent.split(",")))]);
  });
  return (
    <div ref={list}>
      <button onClick={() => startTransition(() => setOn(true))}>show</button>
      <Suspense fallback={waiting}>{on && Array.from({ length: 40 }, (_, i) => <Cell key={i} first={i === 0} />)}</Suspense>
    </div>
  );
}

function Failed({ error, resetErrorBoundary }: ErrorFallbackProps) {
  return <button onClick={resetErrorBoundary}>{(error as Error).message}</button>;
}

const Bounded = () => (
  <AsyncBoundary fallback={waiting} errorComponent={Failed}>
    <Title id="1" />
  </AsyncBoundary>
);

function Fetched() {
  // React 18 has no use(): it takes what the thenable says of itself.
  const thenable = useFetch(getArticle, { id: "1" });
  if (React.use as unknown) return <b>{React.use(thenable).title}</b>;
  return <b>{thenable.status === "fulfilled" ? thenable.value.title : thenable.status}</b>;
}

function Dle() {
  const { data, loading, error } = useDLE(getArticle, { id: "1" });
  const stored = useError(getArticle, { id: "1" });
  return <b>{`${data?.title} ${loading} ${(error as Error | undefined)?.message} ${error === stored}`}</b>;
}

function Named() {
  const session = useSession();
  const { data, loading, refetch } = useApiRequest<string>({ name: "getThing", data: { id: 7 } });
  return <button onClick={() => void refetch()}>{`${data} ${loading} ${session.data === null}`}</button>;
}

function Cancelled({ id = "1" }: { id?: string }) {
  const cancelling = useCancelling(getArticle, { id });
  return <b>{useDLE(cancelling, { id }).data?.title}</b>;
}

function Typing() {
  const [text, setText] = useState("");
  const [debounced, isPending] = useDebounce(text, 50);
  const controller = useController();
  const [run, loading] = useLoading(() => controller.fetch(rename, { id: "1" }, { title: debounced }));
  return (
    <>
      <input value={text} onChange={({ target }) => setText(target.value)} />
      <button onClick={() => void run()}>{`${debounced} ${isPending} ${loading}`}</button>
    </>
  );
}

const Live = () => <b>{useLive(polled, { id: "1" }).title}</b>;

function Subscribed() {
  useSubscription(polled, { id: "1" });
  return <b>{useCache(getArticle, { id: "1" })?.title}</b>;
}

function Stated() {
  const { entities } = useContext(StateContext);
  const same = useClient().controller === useController();
  return <b>{`${Object.keys(entities.Article ?? {}).length} ${same}`}</b>;
}

const scenes: Record<string, ReactNode> = {
  nothing: null,
  suspended: <Suspended />,
  transition: <Transition />,
  slow: <Slow />,
  bounded: <Bounded />,
  fetched: <Suspense fallback={waiting}><Fetched /></Suspense>,
  dle: <Dle />,
  named: <Named />,
  cancelled: <Cancelled />,
  "cancelled 2": <Cancelled id="2" />,
  typing: <Typing />,
  live: <Suspense fallback={waiting}><Live /></Suspense>,
  subscribed: <Subscribed />,
  stated: <Stated />,
};

const root = createRoot(document.getElementById("root")!);

const page = {
  client,
  seen,
  mount: (scene: string) => root.render(<StrictMode><Provider client={client}>{scenes[scene]}</Provider></StrictMode>),
  pass: (ms: number) => void (ahead += ms),
  set: (title: string) => client.controller.set(Article, { id: "1" }, { id: "1", title }),
};
export type HooksPage = typeof page;
Object.assign(globalThis, { hooks: page });
