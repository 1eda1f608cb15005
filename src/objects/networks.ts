import { connectContainerToNetwork } from "../api/networks/connect.ts";
import { createNetwork } from "../api/networks/create.ts";
import { disconnectContainerFromNetwork } from "../api/networks/disconnect.ts";
import { inspectNetwork } from "../api/networks/inspect.ts";
import { networks } from "../api/networks/list.ts";
import { pruneNetworks } from "../api/networks/prune.ts";
import { removeNetwork } from "../api/networks/remove.ts";
import type { ConnectContainerToNetworkOptions } from "../api/networks/connect.ts";
import type { DisconnectContainerFromNetworkOptions } from "../api/networks/disconnect.ts";
import type { InspectNetworkOptions } from "../api/networks/inspect.ts";
import type { NetworksOptions } from "../api/networks/list.ts";
import type { PruneNetworksOptions } from "../api/networks/prune.ts";
import type { CreateNetworkOptions } from "../api/networks/create.ts";
import { toBoolean } from "../convert/checks.ts";
import type { Reference } from "../convert/reference.ts";
import type { CallOptions } from "../engine/call_options.ts";
import type { NetworkInspect, NetworksPruneReport, NetworkSummary } from "../types/networks.ts";
import { Container } from "./container.ts";
import { containersOf } from "./containers_of.ts";
import { checkOptions } from "../operation/check_options.ts";
import { takeOwn } from "../operation/own_options.ts";
import { createWhole, tellWarnings } from "./creation.ts";
import { Collection, Model, refuseOthers, withLabels } from "./model.ts";

/** A network of containers. */
export class Network extends Model<NetworkInspect> {
  /** The id. */
  override get id(): string {
    return this.attrs.Id;
  }

  /** The name. */
  get name(): string {
    return this.attrs.Name;
  }

  /**
   * Asks the Engine which running containers are in the network, and for each of those.
   *
   * @param options The call's own options.
   */
  async containers(options?: CallOptions): Promise<Container[]> {
    const { Containers } = await inspectNetwork(this.engine, this.id, options);
    // Beside containers the Engine lists endpoints of its own, such as that of the ingress network.
    const ids = Object.keys(Containers ?? {}).filter((id) => /^[0-9a-f]{64}$/.test(id));
    return await containersOf(this.engine, ids, { ...options, ignoreRemoved: true }, {
      labels: this.made,
    });
  }

  /** Asks the Engine anew: `GET /networks/{id}`. */
  override async reload(options?: InspectNetworkOptions): Promise<this> {
    this.attrs = await inspectNetwork(this.engine, this.id, options);
    return this;
  }

  /**
   * Brings a container into the network: `POST /networks/{id}/connect`.
   *
   * @param container The container.
   * @param options Aliases, addresses and the like.
   * @throws {NotFound} When there is no such container.
   */
  async connect(container: Reference, options?: ConnectContainerToNetworkOptions): Promise<true> {
    refuseOthers(container, Container, "container");
    return await connectContainerToNetwork(this.engine, container, this.id, options);
  }

  /**
   * Takes a container out of the network: `POST /networks/{id}/disconnect`.
   *
   * @param container The container.
   * @param options Whether it is done by force.
   */
  async disconnect(
    container: Reference,
    options?: DisconnectContainerFromNetworkOptions,
  ): Promise<true> {
    refuseOthers(container, Container, "container");
    return await disconnectContainerFromNetwork(this.engine, container, this.id, options);
  }

  /**
   * Removes the network: `DELETE /networks/{id}`.
   *
   * @param options The call's own options.
   * @throws {Forbidden} When containers are in it.
   */
  remove(options?: CallOptions): Promise<true> {
    return removeNetwork(this.engine, this.id, options);
  }
}

/** Options of {@linkcode NetworkCollection.list}. */
export interface NetworkListOptions extends NetworksOptions {
  /** Whether each network is asked for, so that its containers are told. @default {false} */
  greedy?: boolean | null | undefined;
}

/** The networks of an Engine. */
export class NetworkCollection extends Collection<Network> {
  /**
   * Creates a network: `POST /networks/create`.
   *
   * @param name The name.
   * @param options The driver, addresses, labels and so on.
   */
  override async create(name: string, options: CreateNetworkOptions = {}): Promise<Network> {
    checkOptions("Cannot create a network", options);
    return await createWhole(this.engine, options, {
      what: "a network",
      labels: this.labels,
      make: async (labels, signal) => {
        const made = await createNetwork(this.engine, name, {
          ...withLabels(options, labels),
          signal,
        });
        tellWarnings(this.engine, `network "${name}"`, made.Warning ? [made.Warning] : null);
        return made;
      },
      load: ({ Id }) => this.get(Id, { signal: options.signal, timeouts: options.timeouts }),
      undo: ({ Id }) => removeNetwork(this.engine, Id),
    });
  }

  /**
   * Resolves with a network: `GET /networks/{id}`.
   *
   * @param networkId The id or name.
   * @param options How much is told.
   * @throws {NotFound} When there is none.
   */
  override async get(networkId: Reference, options?: InspectNetworkOptions): Promise<Network> {
    refuseOthers(networkId, Network, "network");
    return this.prepareModel(await inspectNetwork(this.engine, networkId, options));
  }

  /**
   * Lists networks: `GET /networks`.
   *
   * @param options Names, ids, filters, and `greedy`.
   */
  override async list(options: NetworkListOptions = {}): Promise<Network[]> {
    const own = { greedy: toBoolean };
    const passed = ["names", "ids", "filters"];
    const [{ greedy }, rest] = takeOwn("Cannot list networks", options, own, passed);
    const all = (await networks(this.engine, rest)).map((attrs) => this.prepareModel(attrs));
    if (greedy) await Promise.all(all.map((one) => one.reload({ signal: rest.signal })));
    return all;
  }

  /**
   * Removes the networks that no container is in: `POST /networks/prune`, since API 1.25.
   *
   * @param options Filters.
   * @returns Their names; networks take no disk space.
   */
  prune(options?: PruneNetworksOptions): Promise<NetworksPruneReport> {
    return pruneNetworks(this.engine, options);
  }

  /** Makes an object of what the Engine told of a network. */
  override prepareModel(attrs: Network | NetworkInspect | NetworkSummary): Network {
    return attrs instanceof Network ? attrs : new Network(this, attrs, this);
  }
}
