// What the end-to-end test of server rendering shows, on the server and in the page.
import { Suspense, useState } from "react";
import { all, collection, endpoint, entity } from "sluice";
import { useApiRequest, useCache, useController, useDLE, useError, useQuery, useSuspense } from "sluice/react";

const User = entity<{ id: string; name: string }>("User");
export const Article = entity("Article", { fields: { author: User } });
export const getArticle = endpoint({ path: "/articles/:id", schema: Article });
const listArticles = endpoint({ path: "/articles", schema: collection([Article]) });
const getMissing = endpoint({ path: "/missing", schema: Article, errorExpiryLength: 60_000 });

interface ArticleData {
  readonly id: string;
  readonly title: string;
  readonly author: { readonly name: string };
}

function Heading() {
  const { title, author } = useSuspense(getArticle, { id: "1" }) as unknown as ArticleData;
  return <h1>{`${title} by ${author.name}`}</h1>;
}

function Page() {
  const { data, loading } = useDLE(listArticles);
  const missing = useDLE(getMissing);
  const users = useQuery(all(User));
  const cached = useCache(getArticle, { id: "1" }) as unknown as ArticleData | undefined;
  const error = useError(getMissing) as Error | undefined;
  const controller = useController();
  const [clicks, setClicks] = useState(0);
  const rename = () => {
    setClicks(clicks + 1);
    void controller.set(Article, { id: "1" }, { id: "1", title: "renamed" });
  };
  return (
    <>
      <p>{`${loading} ${(data as unknown as readonly ArticleData[] | undefined)?.map(({ title }) => title).join()}`}</p>
      <p>{`${users?.length} ${cached?.title} ${missing.error === error} ${error?.message}`}</p>
      <button onClick={rename}>{`clicked ${clicks}`}</button>
    </>
  );
}

/** Two hooks that ask alike, one that asks for other data, and one that is refused. */
function Named() {
  const texts = [useApiRequest<string>({ name: "getGreeting", data: { to: "Ann" } }), useApiRequest<string>({ name: "getGreeting", data: { to: "Ann" } }), useApiRequest<string>({ name: "getGreeting", data: { to: "Bob" } })];
  const refused = useApiRequest({ name: "getRefused" });
  return (
    <>
      <h2>{`${texts.map(({ data, loading }) => `${loading} ${data}`).join()} ${(refused.error as Error | null)?.message}`}</h2>
      <button id="again" onClick={() => void texts[2]!.refetch()}>again</button>
    </>
  );
}

export const App = () => (
  <>
    <Suspense fallback="…">
      <Heading />
    </Suspense>
    <Page />
    <Suspense fallback="…">
      <Named />
    </Suspense>
  </>
);
