import * as React from "react";
import { turns } from "../turns.js";

type Act = (work: () => Promise<void>) => Promise<void>;

const environment = globalThis as { IS_REACT_ACT_ENVIRONMENT?: boolean };

/** Does something and lets everything happen that follows from it. */
export async function act(work: () => unknown): Promise<void> {
  // React 18 has it elsewhere, and its types do not matter here.
  const run: Act = "act" in React ? React.act : ((await import(/* @vite-ignore */ "react-dom/test-utils")) as unknown as { act: Act }).act;
  const before = environment.IS_REACT_ACT_ENVIRONMENT;
  environment.IS_REACT_ACT_ENVIRONMENT = true;
  try {
    await run(async () => {
      await work();
      await turns();
    });
  } finally {
    environment.IS_REACT_ACT_ENVIRONMENT = before;
  }
}
