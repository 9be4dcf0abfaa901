import { ApiError, LoadError, NetworkError, TimeoutError } from "sluice";

const sentences: Readonly<Record<string, string>> = {
  "auth.invalidCredentials": "That email and password don’t belong together.",
  "auth.emailTaken": "There is an account with this email already. Log in instead?",
  "auth.required": "You are not logged in any more. Log in and try again.",
  "city.notFound": "There is no such city in this atlas.",
  "country.notFound": "There is no such country in this atlas.",
  "favourite.notFound": "That country is none of your favourites any more.",
  "favourite.tooMany": "Twenty favourites are as many as the session keeps.",
  "favourite.refused": "The server refused the new name.",
  "time.refused": "The server refused to tell the time.",
  "forecast.unavailable": "There is no forecast at the moment.",
  "packing.refused": "The server refused the change.",
  "packing.notFound": "That is not on the list.",
  "store.unavailable": "The server can’t reach its session store. Try again in a moment.",
  "api.timeout": "The server took too long.",
};

/** Says in a sentence what went wrong, and what to do where something can be done. */
export function describe(error: unknown): string {
  if (error instanceof ApiError) {
    if (error.code === "api.rateLimited") return tooMany(error.params["retryAfter"]);
    return sentences[error.code] ?? `The server answered: ${error.message} (${error.code}).`;
  }
  if (error instanceof NetworkError) return "The server doesn’t answer. Is it running?";
  if (error instanceof TimeoutError) return "The server took too long.";
  if (error instanceof LoadError) return "Atlas couldn’t load its core. Check the connection and try again.";
  return error instanceof Error ? error.message : String(error);
}

/** The short form for the request log: a code where there is one. */
export function codeOf(error: unknown): string {
  if (error instanceof ApiError) return error.code;
  if (error instanceof NetworkError) return "no answer";
  if (error instanceof TimeoutError) return "timeout";
  return error instanceof Error ? error.name : "error";
}

function tooMany(retryAfter: unknown): string {
  if (typeof retryAfter !== "number") return "That was too often. Try again in a minute.";
  if (retryAfter > 60) return `That was too often. Try again in ${Math.ceil(retryAfter / 60)} minutes.`;
  return `That was too often. Try again in ${retryAfter === 1 ? "a second" : `${retryAfter} seconds`}.`;
}
