import { useEffect } from "react";

/** Gives the document the title "name · Atlas", or "Atlas" while there is no name. */
export function useTitle(name: string | undefined): void {
  useEffect(() => {
    document.title = name === undefined ? "Atlas" : `${name} · Atlas`;
  }, [name]);
}
