import type { ConfigPlatform } from "../auth/config_location.ts";
import { isRecord } from "../convert/checks.ts";
import { getOwn, setOwn } from "../convert/own.ts";
import type { TLSConfig } from "../connect/tls_config.ts";
import { ContextException } from "./context_errors.ts";
import { refuseUnknown } from "../operation/check_options.ts";
import { loadPlatform } from "../platform/mod.ts";
import {
  checkContextName,
  DEFAULT_CONTEXT,
  DEFAULT_HOST,
  DOCKER_ENDPOINT,
  locateContext,
} from "./location.ts";
import { type ContextEndpointMetadata, type ContextMetadata, readMetadata } from "./metadata.ts";
import { quote } from "../text/quote.ts";
import { replaceFile } from "./replace_file.ts";
import { listTlsFiles, readTls, readTlsContents, tlsFileNames, writeTls } from "./tls_files.ts";
import { messageOf } from "../errors.ts";

/** An endpoint of a {@linkcode Context}. */
export interface ContextEndpointOptions {
  /** The address. @default {"unix:///var/run/docker.sock"} */
  host?: string | null | undefined;
  /** The certificates; they are copied when the context is saved. */
  tlsCfg?: TLSConfig | null | undefined;
  /** Whether the certificate of the endpoint is not checked. @default {false} */
  skipTlsVerify?: boolean | null | undefined;
  /** The namespace of an endpoint of Kubernetes. */
  defNamespace?: string | null | undefined;
}

/** Options of {@linkcode Context}. */
export interface ContextOptions {
  /** What the endpoint is called, of old: `swarm` and nothing stand for `docker`. */
  orchestrator?: string | null | undefined;
  /** The address. @default {"unix:///var/run/docker.sock"} */
  host?: string | null | undefined;
  /** The endpoints as they are stored, in place of the one that `host` makes. */
  endpoints?: Readonly<Record<string, ContextEndpointMetadata>> | null | undefined;
  /** What the context is for, in a few words. */
  description?: string | null | undefined;
}

/** Where a context is stored. */
export interface ContextStorage {
  /** The directory of `meta.json`; `<IN MEMORY>` when the context was not saved. */
  MetadataPath: string;
  /** The directory of the certificates; `<IN MEMORY>` when the context was not saved. */
  TLSPath: string;
}

/** What `docker context inspect` tells of a context. */
export interface ContextInspect extends ContextMetadata {
  /** The names of the files of certificates, by endpoint. */
  TLSMaterial: Record<string, string[]>;
  /** Where the context is stored. */
  Storage: ContextStorage;
}

const IN_MEMORY = "<IN MEMORY>";
const ENDPOINT_REGEXP = /^\w[\w.-]*$/;
const ENDPOINT_OPTIONS = ["host", "tlsCfg", "skipTlsVerify", "defNamespace"];
const OPTIONS = ["orchestrator", "host", "endpoints", "description"];

/**
 * A context of the `docker` command: where an engine is, and the certificates for it. What the
 * command and other programs have stored in one is kept when it is saved.
 */
export class Context {
  #metadata: ContextMetadata;
  readonly #tls = new Map<string, TLSConfig>();
  #material: Record<string, string[]> = {};
  #storage: ContextStorage = { MetadataPath: IN_MEMORY, TLSPath: IN_MEMORY };
  /** The endpoints whose certificates are to be written. */
  readonly #changed = new Set<string>();

  /**
   * Makes a context; nothing is stored until {@linkcode Context.save}.
   *
   * @param name The name.
   * @param options The endpoint, or all of them.
   * @throws {MissingContextParameter} When there is no name.
   * @throws {ContextException} When the name is malformed.
   * @throws {TypeError} When an option is unknown.
   */
  constructor(name: string, options: ContextOptions = {}) {
    const action = "Cannot make the context";
    checkContextName(action, name);
    refuseUnknown(`${action} "${name}"`, options, OPTIONS);
    const { orchestrator, host, endpoints, description } = options;
    this.#metadata = { Name: name, Metadata: {}, Endpoints: {} };
    if (orchestrator != null) this.#metadata.Metadata.StackOrchestrator = orchestrator;
    if (description != null) this.#metadata.Metadata.Description = description;
    if (endpoints == null) this.setEndpoint(this.#endpoint, { host });
    else if (isRecord(endpoints) && Object.values(endpoints).every(isRecord)) {
      this.#metadata.Endpoints = structuredClone(endpoints);
    } else throw new TypeError(`${action} "${name}": expected endpoints to be objects by name`);
  }

  /** The endpoint that the context is for. */
  get #endpoint(): string {
    const { orchestrator } = this;
    return orchestrator === undefined || orchestrator === "swarm" ? DOCKER_ENDPOINT : orchestrator;
  }

  /** The name. */
  get name(): string {
    return this.#metadata.Name;
  }

  /** The address of the engine; undefined when the context names none. */
  get host(): string | undefined {
    return getOwn(this.#metadata.Endpoints, this.#endpoint)?.Host;
  }

  /** The orchestrator that older versions of the `docker` command have noted. */
  get orchestrator(): string | undefined {
    const { StackOrchestrator } = this.#metadata.Metadata;
    return typeof StackOrchestrator === "string" && StackOrchestrator !== ""
      ? StackOrchestrator
      : undefined;
  }

  /** What is stored of the context, certificates aside; a copy. */
  get metadata(): ContextMetadata {
    return structuredClone(this.#metadata);
  }

  /** How the connection to the engine is encrypted; undefined when it is not. */
  get tlsConfig(): TLSConfig | undefined {
    return this.#tls.get(this.#endpoint);
  }

  /** The names of the files of certificates, by endpoint. */
  get tlsMaterial(): Record<string, string[]> {
    return structuredClone(this.#material);
  }

  /** Where the context is stored. */
  get storage(): ContextStorage {
    return { ...this.#storage };
  }

  /**
   * Sets where an endpoint is; its certificates, too, are replaced. Nothing is stored until
   * {@linkcode Context.save}.
   *
   * @param name The endpoint's name: `docker` is the engine.
   * @param options The address and the certificates.
   * @throws {TypeError} When an option is unknown.
   */
  setEndpoint(name: string = DOCKER_ENDPOINT, options: ContextEndpointOptions = {}): void {
    const action = `Cannot set the endpoint of the context "${this.name}"`;
    refuseUnknown(action, options, ENDPOINT_OPTIONS);
    if (!ENDPOINT_REGEXP.test(name)) {
      throw new ContextException(`${action}: ${quote(name)} is no name of an endpoint`);
    }
    const { host, tlsCfg, skipTlsVerify, defNamespace } = options;
    const endpoint: ContextEndpointMetadata = {
      ...getOwn(this.#metadata.Endpoints, name),
      Host: host || DEFAULT_HOST,
      SkipTLSVerify: skipTlsVerify === true,
    };
    if (defNamespace != null) endpoint.DefaultNamespace = defNamespace;
    setOwn(this.#metadata.Endpoints, name, endpoint);
    this.#tls.delete(name);
    delete this.#material[name];
    this.#changed.add(name);
    if (tlsCfg == null) return;
    this.#tls.set(name, tlsCfg);
    const files = tlsFileNames(tlsCfg);
    if (files.length > 0) setOwn(this.#material, name, files);
  }

  /** Returns what `docker context inspect` tells of the context. */
  inspect(): ContextInspect {
    return { ...this.metadata, TLSMaterial: this.tlsMaterial, Storage: this.storage };
  }

  /** Tells whether the context leads to an engine, and not to a cloud's service of another kind. */
  isDockerHost(): boolean {
    return this.#metadata.Metadata.Type == null;
  }

  /**
   * Reads a context from where the `docker` command stores it.
   *
   * @param name The name.
   * @returns The context; null when there is none of that name.
   * @throws {InvalidConfigFile} When it cannot be read or parsed.
   */
  static async loadContext(name: string): Promise<Context | null> {
    checkContextName("Cannot read the context", name);
    const platform = await loadPlatform();
    const metadata = await readMetadata(platform, name);
    if (metadata === null) return null;
    const context = new Context(name, { endpoints: {} });
    context.#metadata = metadata;
    await context.#readFiles(platform, name);
    return context;
  }

  /**
   * Stores the context where the `docker` command does; certificates are copied, readable to the
   * user only.
   *
   * @throws {ContextException} When the name is `default`, or a file of certificates does not exist.
   */
  async save(): Promise<void> {
    const { name } = this;
    if (name === DEFAULT_CONTEXT) {
      throw new ContextException(`Cannot save the context "${name}": the name is reserved`);
    }
    const platform = await loadPlatform();
    const { files, paths } = platform;
    const { meta, metaFile, tls } = await locateContext(platform, name);
    // All is read before anything is written.
    const contents = await Promise.all(
      [...this.#changed].map(async (endpoint) => {
        const config = this.#tls.get(endpoint);
        return [endpoint, config ? await readTlsContents(platform, config) : {}] as const;
      }),
    );
    const isNew = await files.stat(meta) === null;
    try {
      for (const [endpoint, texts] of contents) {
        await writeTls(platform, paths.join(tls, endpoint), texts);
      }
      await files.mkdir(meta, { recursive: true, mode: 0o755 });
      await replaceFile(platform, metaFile, JSON.stringify(this.#metadata), 0o644);
    } catch (cause) {
      if (isNew) await removeStored(platform, name);
      throw new ContextException(
        `Cannot save the context "${name}": ${messageOf(cause)}`,
        { cause },
      );
    }
    this.#changed.clear();
    await this.#readFiles(platform, name);
  }

  /** Removes what is stored of the context: what it leads to is not touched. */
  async remove(): Promise<void> {
    await removeStored(await loadPlatform(), this.name);
    this.#storage = { MetadataPath: IN_MEMORY, TLSPath: IN_MEMORY };
  }

  async #readFiles(platform: ConfigPlatform, name: string): Promise<void> {
    const { meta, tls } = await locateContext(platform, name);
    this.#storage = { MetadataPath: meta, TLSPath: tls };
    this.#material = await listTlsFiles(platform, tls);
    this.#tls.clear();
    for (const [endpoint, { SkipTLSVerify }] of Object.entries(this.#metadata.Endpoints)) {
      const directory = platform.paths.join(tls, endpoint);
      const config = await readTls(platform, directory, SkipTLSVerify === true);
      if (config !== undefined) this.#tls.set(endpoint, config);
    }
  }
}

/** Removes what is stored of a context, whether or not it can be read. */
export async function removeStored(platform: ConfigPlatform, name: string): Promise<void> {
  const { meta, tls } = await locateContext(platform, name);
  for (const directory of [meta, tls]) {
    if (await platform.files.lstat(directory) === null) continue;
    await platform.files.remove(directory, { recursive: true });
  }
}
