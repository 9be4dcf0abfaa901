import { Controller, NetworkManager, applyManager, createReducer, initialState } from "@data-client/core";
import { Entity } from "@data-client/endpoint";
import { RestEndpoint } from "@data-client/rest";
import { applyMiddleware, legacy_createStore as createStore } from "redux";
import { socket } from "../socket.js";

class User extends Entity {
  id = "";
  static key = "User";
  pk() {
    return this.id;
  }
}

class Comment extends Entity {
  id = "";
  author = User.fromJS();
  static key = "Comment";
  static schema = { author: User };
  pk() {
    return this.id;
  }
}

class Post extends Entity {
  id = "";
  likes = 0;
  author = User.fromJS();
  comments = [];
  static key = "Post";
  static schema = { author: User, comments: [Comment] };
  pk() {
    return this.id;
  }
}

export function open({ fetch, url, count }) {
  class Endpoint extends RestEndpoint {
    fetchResponse(input, init) {
      return fetch(input, init);
    }
  }
  const options = { urlPrefix: "/api", dataExpiryLength: 3_600_000 };
  const list = new Endpoint({ ...options, path: "/posts/:list", schema: [Post] });
  const item = new Endpoint({ ...options, path: "/post/:id", schema: Post });

  const controller = new Controller();
  const promising = () => (next) => (action) => {
    next(action);
    return Promise.resolve();
  };
  const store = createStore(createReducer(controller), initialState, applyMiddleware(...applyManager([new NetworkManager()], controller), promising));
  // What later versions call controller.set.
  socket(url, (patch) => (count(), void controller.setResponse(item, { id: patch.id }, patch)));

  return async (number, told) => {
    const args = { list: String(number) };
    await controller.fetch(list, args);
    store.subscribe(told);
    let before = [];
    let shown;
    // As useSuspense does it: it computes anew when what it depends on has changed.
    return () => {
      const state = store.getState();
      const key = list.key(args);
      const now = [state.results[key], state.indexes, state.entities, state.entityMeta, state.meta[key]];
      if (now.some((value, i) => value !== before[i])) {
        before = now;
        shown = controller.getResponse(list, args, state).data;
      }
      return shown;
    };
  };
}
