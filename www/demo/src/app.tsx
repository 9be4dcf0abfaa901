import { useEffect, useRef } from "react";

import { Login } from "./account/login";
import { Register } from "./account/register";
import { Countries } from "./country/page";
import { Explore } from "./explore";
import { Footer } from "./page/footer";
import { Header } from "./page/header";
import { Link } from "./page/link";
import { usePath } from "./page/location";
import { useTitle } from "./page/title";
import { Requests } from "./requests/page";

/** The page for the current path. */
export function App() {
  const path = usePath();
  useFocusOnMain(path.split("/")[1]?.split("?")[0] ?? "");
  return (
    <>
      <Header path={path} />
      <Page path={path} />
      <Footer />
    </>
  );
}

function Page({ path }: { readonly path: string }) {
  const { pathname, search } = new URL(path, location.origin);
  const city = /^\/city\/(\d{1,9})$/.exec(pathname)?.[1];
  if (pathname === "/" || city !== undefined) return <Explore cityId={city === undefined ? undefined : Number(city)} />;
  const country = /^\/countries(?:\/([A-Z]{2}))?$/.exec(pathname);
  if (country) return <Countries code={country[1]} />;
  if (pathname === "/requests") return <Requests />;
  if (pathname === "/login") return <Login search={search} />;
  if (pathname === "/register") return <Register search={search} />;
  return <Nowhere />;
}

function Nowhere() {
  useTitle("Not found");
  return (
    <main id="main" className="account" tabIndex={-1}>
      <h1>Not on this map</h1>
      <p>
        There is no such page. <Link to="/">Back to the world</Link>
      </p>
    </main>
  );
}

// Who goes to another page by keyboard or screen reader goes on in its content, unless the
// page has put the focus there already.
function useFocusOnMain(page: string): void {
  const shown = useRef(page);
  useEffect(() => {
    if (shown.current === page) return;
    shown.current = page;
    const main = document.getElementById("main");
    if (main !== null && !main.contains(document.activeElement)) main.focus({ preventScroll: true });
  }, [page]);
}
