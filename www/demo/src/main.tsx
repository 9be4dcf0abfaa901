import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { createClient } from "sluice";
import { Provider } from "sluice/react";

import { App } from "./app";
import { liveLog, loggedSocket } from "./live/live-log";
import { go } from "./page/location";
import { loggedFetch } from "./store/logged-fetch";
import "./styles/base.css";
import "./styles/header.css";
import "./styles/search.css";
import "./styles/latency.css";
import "./styles/city.css";
import "./styles/log.css";
import "./styles/countries.css";
import "./styles/country.css";
import "./styles/favourite.css";
import "./styles/told.css";
import "./styles/live.css";
import "./styles/requests.css";
import "./styles/account.css";

// The core loads behind this call; what the page asks meanwhile is kept in order. After
// a logout the client goes to the login page: here without loading the page afresh.
const client = createClient({
  navigate: go,
  fetch: loggedFetch,
  subscriber: {
    url: `${location.origin.replace(/^http/, "ws")}/ws`,
    resume: true,
    lazy: true, // the countries open it
    WS: loggedSocket(liveLog),
    onClose: ({ code }) => liveLog.closed(code),
    onError(error) {
      if (error instanceof Error) reportError(error); // a socket's own error is followed by its close
    },
  },
});

const root = document.getElementById("root");
if (root === null) throw new Error("atlas: index.html has no element #root");
// What a boundary catches, it shows: that is no error of the page.
createRoot(root, { onCaughtError: () => undefined }).render(
  <StrictMode>
    <Provider client={client}>
      <App />
    </Provider>
  </StrictMode>,
);
