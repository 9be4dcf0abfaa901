import { useController } from "sluice/react";

import { getCountry, listCountries } from "../store/endpoints";

/** What one can do to the store by hand. */
export function StoreButtons({ code }: { readonly code: string | undefined }) {
  const controller = useController();
  const everything = { testKey: () => true };
  const which = code === undefined ? "the list" : "this country";

  function invalidate() {
    void (code === undefined ? controller.invalidate(listCountries) : controller.invalidate(getCountry, { code }));
  }

  return (
    <dl className="store-buttons">
      <div>
        <dt>
          <button type="button" onClick={() => void controller.expireAll(everything)}>
            Expire all
          </button>
        </dt>
        <dd>Asks again behind what is shown. An equal answer renders nothing.</dd>
      </div>
      <div>
        <dt>
          <button type="button" onClick={invalidate}>
            Invalidate {which}
          </button>
        </dt>
        <dd>What is shown counts no more: it waits for a new answer.</dd>
      </div>
      <div>
        <dt>
          <button type="button" onClick={() => void controller.resetEntireStore()}>
            Reset the store
          </button>
        </dt>
        <dd>Forgets everything, and asks again for what is on the page.</dd>
      </div>
    </dl>
  );
}
