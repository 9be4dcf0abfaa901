import type { Host } from "../host.js";
import { writePK } from "../wire.gen.js";
import { Answers } from "./answers.js";
import { Commands } from "./commands.js";
import type { Data } from "./data.js";
import { Graph } from "./graph.js";
import { storedBy } from "./question.js";
import { Registry } from "./registry.js";
import { Roots } from "./roots.js";
import { States } from "./states.js";

/** What a client's data is to a core: what that is told and asked of it, and says. */
export class CoreSide {
  readonly registry: Registry;
  readonly commands: Commands;
  readonly answers: Answers;
  readonly roots: Roots;
  readonly states: States;
  readonly #graph: Graph;

  constructor(client: number, host: Host, data: Data) {
    this.registry = new Registry(client, data.steps, data.origins, storedBy);
    this.commands = new Commands(client, data, this.registry);
    this.answers = new Answers(client, host);
    this.roots = new Roots(data, host, this.registry, this.commands);
    this.states = new States(client, host, data, this.roots, this.answers);
    this.#graph = data.objects.graph = new Graph(this.registry.node, (node, row) => this.answers.to((w) => writePK(w, client, node, row), true) || undefined);
  }

  /** The core is gone. */
  orphan(): void {
    this.states.orphan();
    this.roots.clear();
    this.#graph.clear();
    this.registry.forget();
  }
}
