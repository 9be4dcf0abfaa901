import type { Patch } from "./patch.js";

/**
 * Patches that are taken in a step of the core and told when it is complete. What happens then, such as functions of the
 * user that dispatch, may tell a newer one before: of what both change, the older one says no more.
 */
export class Waiting {
  #patches: Patch[] = [];

  /** It will be told. */
  add(patch: Patch | undefined): Patch | undefined {
    if (patch) this.#patches.push(patch);
    return patch;
  }

  /** It is told now. */
  use(patch: Patch | undefined): Patch | undefined {
    if (!patch || this.#patches.length === 0) return patch;
    const at = this.#patches.indexOf(patch);
    const older = at < 0 ? this.#patches : this.#patches.slice(0, at);
    if (at >= 0) this.#patches.splice(at, 1);
    for (const other of older as Record<string, Record<string, unknown> | undefined>[]) {
      for (const [part, members] of Object.entries(patch)) {
        for (const name of Object.keys(members as object)) delete other[part]?.[name];
      }
    }
    return patch;
  }
}
