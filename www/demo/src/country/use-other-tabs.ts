import { useEffect } from "react";
import { useController } from "sluice/react";

import type { User } from "../api";
import { getFavourites, listCountries } from "../store/endpoints";

/**
 * Has the favourites asked for again when the session says other ones than the store does: another tab has changed
 * them, and the client has asked for the session because of that.
 */
export function useFavouritesOfOtherTabs(user: User | null | undefined): void {
  const controller = useController();
  const kept = user?.favourites;
  useEffect(() => {
    const { data } = controller.getResponse(getFavourites, controller.getState());
    if (!kept || !data) return;
    const shown = data.map(({ code, nickname }) => ({ code, nickname }));
    if (JSON.stringify(shown) === JSON.stringify(kept)) return;
    void controller.expireAll({ testKey: (key) => getFavourites.testKey(key) || listCountries.testKey(key) });
  }, [controller, kept]);
}
