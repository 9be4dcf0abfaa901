import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { RequestsProvider } from "sluice/react";

import "../src/styles/base.css";
import { Countries } from "./countries";
import "./page.css";
import { store } from "./store";

createRoot(document.getElementById("root")!).render(
  <StrictMode>
    <RequestsProvider store={store}>
      <Countries />
    </RequestsProvider>
  </StrictMode>,
);
