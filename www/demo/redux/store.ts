import { configureStore } from "@reduxjs/toolkit";
import { fetchDriver } from "sluice";
import { handleRequests, type RequestAction } from "sluice/redux";

import type { CountrySummary } from "../src/api";

export type List = readonly CountrySummary[];

/** What requests fail with: that of `fetchDriver`, the response with its body. */
export interface Refusal {
  readonly status: number;
}

const { requestsReducer, requestsMiddleware } = handleRequests({ driver: fetchDriver(undefined, { baseURL: "/api" }) });

export const store = configureStore({
  reducer: { requests: requestsReducer },
  middleware: (usual) =>
    usual({
      serializableCheck: { ignoredActionPaths: ["meta", "error", "response.headers"], ignoredPaths: ["requests"] },
    }).concat(requestsMiddleware),
});

export const FETCH_COUNTRIES = "FETCH_COUNTRIES";
export const SET_FAVOURITE = "SET_FAVOURITE";

/** All countries. It is a query, although the server's routes are asked by POST. */
export const fetchCountries = (delay = 0): RequestAction<List> => ({
  type: FETCH_COUNTRIES,
  request: { url: "/listCountries", method: "POST", data: {} },
  meta: {
    asMutation: false,
    onRequest: (request) => new Promise((resolve) => setTimeout(resolve, delay, request)),
  },
});

/** Marks a country, or takes the mark away: shown at once, and taken back if the server refuses. */
export const setFavourite = (code: string, on: boolean): RequestAction<CountrySummary> => ({
  type: SET_FAVOURITE,
  request: { url: on ? "/addFavourite" : "/removeFavourite", method: "POST", data: { code } },
  meta: {
    requestKey: code,
    mutations: {
      [FETCH_COUNTRIES]: {
        updateDataOptimistic: (list: List) => list.map((one) => (one.code === code ? { ...one, nickname: on ? one.name : null } : one)),
        updateData: (list: List, answer: CountrySummary) => list.map((one) => (one.code === code ? answer : one)),
      },
    },
  },
});
