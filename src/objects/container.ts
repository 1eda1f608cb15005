import { attach } from "../api/containers/attach.ts";
import { attachSocket } from "../api/containers/attach_socket.ts";
import { diff } from "../api/containers/changes.ts";
import { exportContainer } from "../api/containers/export.ts";
import { getArchive } from "../api/containers/get_archive.ts";
import { inspectContainer } from "../api/containers/inspect.ts";
import { kill } from "../api/containers/kill.ts";
import { logs } from "../api/containers/logs.ts";
import { pause } from "../api/containers/pause.ts";
import { putArchive } from "../api/containers/put_archive.ts";
import { removeContainer } from "../api/containers/remove.ts";
import { rename } from "../api/containers/rename.ts";
import { resize } from "../api/containers/resize.ts";
import { restart } from "../api/containers/restart.ts";
import { start } from "../api/containers/start.ts";
import { stop } from "../api/containers/stop.ts";
import { top } from "../api/containers/top.ts";
import { unpause } from "../api/containers/unpause.ts";
import { updateContainer } from "../api/containers/update.ts";
import { wait } from "../api/containers/wait.ts";
import { inspectImage } from "../api/images/inspect.ts";
import type { PutArchiveOptions } from "../api/containers/put_archive.ts";
import type { AttachOptions } from "../api/containers/attach.ts";
import type { AttachSocketOptions } from "../api/containers/attach_socket.ts";
import type { CommitOptions } from "../api/containers/commit.ts";
import type { RemoveContainerOptions } from "../api/containers/remove.ts";
import type { StartOptions } from "../api/containers/start.ts";
import type { StopOptions } from "../api/containers/stop.ts";
import type { TextLogsOptions } from "../api/containers/logs.ts";
import type { TopOptions } from "../api/containers/top.ts";
import type { UpdateContainerOptions } from "../api/containers/update.ts";
import type { WaitOptions } from "../api/containers/register_wait.ts";
import type { ContainerSocket } from "../api/common/socket.ts";
import { toBoolean } from "../convert/checks.ts";
import type { Command } from "../convert/command.ts";
import type { Data } from "../convert/data.ts";
import type { CallOptions } from "../engine/engine.ts";
import { NotFound } from "../errors.ts";
import { takeOwn } from "../operation/own_options.ts";
import type { BatchStream } from "../streams/batch_stream.ts";
import type { Frame } from "../streams/frames.ts";
import type { CollectedOutput } from "../streams/output.ts";
import type { OutputLine } from "../streams/output_lines.ts";
import type { StringMap } from "../types/common.ts";
import type { ContainerConfig, ContainerUpdateResult } from "../types/container_config.ts";
import type {
  ArchiveStat,
  ContainerInspect,
  ContainerSummary,
  ContainerTop,
  FilesystemChange,
} from "../types/containers.ts";
import type { PortMap } from "../types/ports.ts";
import { type ContainerExecOptions, execDetached, execInContainer, execLines } from "./exec.ts";
import { commitContainer } from "./commit.ts";
import { containerLines, type ContainerLinesOptions } from "./container_lines.ts";
import { copyFrom, type CopyFromOptions, openContainerFile } from "./copy/copy_from.ts";
import { copyInto, type CopyIntoOptions } from "./copy/copy_into.ts";
import type { ContainerFile } from "./copy/container_file.ts";
import { execRun, type ExecRunOptions, type ExecRunResult } from "./exec_run.ts";
import { Image } from "./image.ts";
import { Model } from "./model.ts";
import type { ProcessResult } from "./process_io.ts";
import type { OutputLines } from "./process_lines.ts";
import {
  attachTerminal,
  type AttachTerminalOptions,
  openShell,
  type ShellOptions,
} from "./terminal.ts";
import type { ContainerCondition } from "./wait/condition.ts";
import { waitUntil, type WaitUntilOptions } from "./wait/wait_until.ts";
import { type ContainerUsage, measureUsage, type UsageOptions, usageStream } from "./usage.ts";

/** The fields of an inspection and of a line of a list that are read here. */
interface Told {
  readonly Name?: string;
  readonly Names?: string[];
  readonly Config?: Pick<ContainerConfig, "Labels">;
  readonly Labels?: StringMap;
  readonly State: ContainerInspect["State"] | ContainerSummary["State"];
  readonly Health?: ContainerSummary["Health"];
  readonly NetworkSettings?: { readonly Ports?: PortMap | null } | null;
  readonly Image: string;
  readonly ImageID?: string;
}

/**
 * A container, as it was when it was last asked for; {@linkcode Container.reload} asks anew.
 *
 * @typeParam Attrs What the Engine told of it: an inspection, or one line of a list.
 */
export class Container<
  Attrs extends ContainerInspect | ContainerSummary = ContainerInspect,
> extends Model<Attrs> {
  /** What inspections and lists tell alike, as far as it is read here. */
  get #told(): Told {
    return this.attrs as unknown as Told;
  }

  /** The id. */
  override get id(): string {
    return this.attrs.Id;
  }

  /** The name, without its slash. */
  get name(): string {
    const { Name, Names } = this.#told;
    return (Name ?? Names?.[0] ?? "").replace(/^\//, "");
  }

  /** The labels. */
  get labels(): StringMap {
    const { Config, Labels } = this.#told;
    return Config?.Labels ?? Labels ?? {};
  }

  /** What the container is doing, e.g. `running`. */
  get status(): ContainerSummary["State"] {
    const { State } = this.#told;
    return typeof State === "string" ? State : State.Status;
  }

  /** What its health checks say: `starting`, `healthy` or `unhealthy`; `unknown` without any. */
  get health(): string {
    const { State, Health } = this.attrs as
      & Partial<ContainerInspect>
      & Pick<ContainerSummary, "Health">;
    return (typeof State === "object" ? State.Health?.Status : Health?.Status) ?? "unknown";
  }

  /** The exposed ports and where they are published, e.g. `{ "80/tcp": [{ HostIp: "0.0.0.0", HostPort: "8080" }] }`. */
  get ports(): PortMap {
    const { NetworkSettings } = this.#told;
    return NetworkSettings?.Ports ?? {};
  }

  /**
   * Resolves with the image that the container was made of: `GET /images/{id}/json`.
   *
   * @param options The call's own options.
   * @throws {ImageNotFound} When it was removed by force.
   */
  async image(options?: CallOptions): Promise<Image> {
    const { Image: image, ImageID } = this.#told;
    const attrs = await inspectImage(this.engine, ImageID ?? image, options);
    return new Image(this, attrs, { labels: this.made });
  }

  /**
   * Asks the Engine anew: `GET /containers/{id}/json`.
   *
   * @param options The call's own options.
   * @returns The container itself, which has an inspection then.
   * @throws {NotFound} When it is gone.
   */
  override async reload(options?: CallOptions): Promise<Container> {
    const inspected = this as unknown as Container;
    inspected.attrs = await inspectContainer(this.engine, this.id, options);
    return inspected;
  }
  /** Reads the output from here on as bytes with `stream`, as frames with `demux` too: `POST /containers/{id}/attach`. */
  attach(options: AttachOptions & { stream: true; demux: true }): Promise<BatchStream<Frame>>;
  /** Streams the output from here on as bytes. */
  attach(
    options: AttachOptions & { stream: true; demux?: false | null | undefined },
  ): Promise<BatchStream<Uint8Array<ArrayBuffer>>>;
  /** Reads the output to its end, stdout and stderr told apart. */
  attach(
    options: AttachOptions & { stream?: false | null | undefined; demux: true },
  ): Promise<CollectedOutput>;
  /** Reads the output to its end. */
  attach(
    options?: AttachOptions & {
      stream?: false | null | undefined;
      demux?: false | null | undefined;
    },
  ): Promise<string>;
  attach(
    options?: AttachOptions,
  ): Promise<string | CollectedOutput | BatchStream<Uint8Array<ArrayBuffer>> | BatchStream<Frame>> {
    return attach(this.engine, this.id, options);
  }

  /** Connects to the container's streams, frames read: `POST /containers/{id}/attach`; stdin must be asked for. */
  attachSocket(options: AttachSocketOptions & { demux: true }): Promise<ContainerSocket<Frame>>;
  /** Connects to the container's streams; what is read is the wire's bytes. */
  attachSocket(
    options?: AttachSocketOptions & { demux?: false | null | undefined },
  ): Promise<ContainerSocket<Uint8Array<ArrayBuffer>>>;
  attachSocket(
    options?: AttachSocketOptions,
  ): Promise<ContainerSocket<Uint8Array<ArrayBuffer>> | ContainerSocket<Frame>> {
    return attachSocket(this.engine, this.id, options);
  }

  /** Attaches this process's terminal to the container's: see {@linkcode attachTerminal}. */
  attachTerminal(options?: AttachTerminalOptions): Promise<number | null> {
    return attachTerminal(this.engine, this.id, options);
  }

  /**
   * Makes an image of the container: `POST /commit`.
   *
   * @param repository The repository that the image is named after; without it the image has no name.
   * @param options The tag, author, changes and so on.
   */
  async commit(
    repository?: string | null,
    options: Omit<CommitOptions, "repository"> = {},
  ): Promise<Image> {
    const { made } = this;
    return new Image(this, await commitContainer(this.engine, this.id, repository, options, made), {
      labels: made,
    });
  }

  /** Copies a local path, or the data of one file, into the container by the rules of `docker cp`: see {@linkcode copyInto}. */
  copyInto(source: string | Data, path: string, options?: CopyIntoOptions): Promise<void> {
    return copyInto(this.engine, this.id, source, path, options);
  }

  /** Opens a file or directory of the container, to read it: see {@linkcode openContainerFile}. */
  copyFrom(path: string, localPath?: undefined, options?: CallOptions): Promise<ContainerFile>;
  /** Copies a file or directory of the container to a local path by the rules of `docker cp`: see {@linkcode copyFrom}. */
  copyFrom(path: string, localPath: string, options?: CopyFromOptions): Promise<void>;
  copyFrom(
    path: string,
    localPath?: string,
    options?: CopyFromOptions,
  ): Promise<ContainerFile | void> {
    return localPath === undefined
      ? openContainerFile(this.engine, this.id, path, options)
      : copyFrom(this.engine, this.id, path, localPath, options);
  }

  /** Lists the paths that differ from the image: `GET /containers/{id}/changes`. */
  async diff(options?: CallOptions): Promise<FilesystemChange[]> {
    return await diff(this.engine, this.id, options) ?? [];
  }

  /**
   * Executes a command in the container and streams its lines: see {@linkcode execLines}.
   *
   * @param command The command; a string is split as a shell splits words.
   * @param options `stream: true`, and what the command reads.
   */
  exec(
    command: Command,
    options: ContainerExecOptions & { stream: true; detach?: false | null | undefined },
  ): Promise<OutputLines>;
  /**
   * Starts a command in the container and leaves it running: see {@linkcode execDetached}.
   *
   * @param command The command.
   * @param options `detach: true`, and the command's surroundings.
   * @returns The id of the execution.
   */
  exec(
    command: Command,
    options: ContainerExecOptions & { detach: true; stream?: false | null | undefined },
  ): Promise<string>;
  /**
   * Executes a command in the container, to its end: see {@linkcode execInContainer}.
   *
   * @param command The command.
   * @param options What the command reads, its surroundings, and what counts as an error.
   * @returns The exit code and the output.
   * @throws {ContainerError} When the exit code is not 0, unless `check` is false.
   */
  exec(
    command: Command,
    options?: ContainerExecOptions & {
      stream?: false | null | undefined;
      detach?: false | null | undefined;
    },
  ): Promise<ProcessResult>;
  async exec(
    command: Command,
    options: ContainerExecOptions = {},
  ): Promise<ProcessResult | OutputLines | string> {
    const own = { detach: toBoolean, stream: toBoolean };
    const [{ detach, stream }, rest] = takeOwn("Cannot execute a command", options, own);
    if (detach && stream) {
      throw new TypeError("Cannot execute a command: what is detached streams no lines");
    }
    if (detach) return await execDetached(this.engine, this.id, command, rest);
    if (stream) return await execLines(this.engine, this.id, command, rest);
    return await execInContainer(this.engine, this.id, command, rest);
  }

  /** Executes a command under docker-py's options, with a connection to it: see {@linkcode execRun}. */
  execRun(
    command: Command,
    options: ExecRunOptions & { socket: true },
  ): Promise<ExecRunResult<ContainerSocket<Uint8Array<ArrayBuffer>>>>;
  /** Executes a command and streams its frames. */
  execRun(
    command: Command,
    options: ExecRunOptions & { stream: true; demux: true },
  ): Promise<ExecRunResult<BatchStream<Frame>>>;
  /** Executes a command and streams its output. */
  execRun(
    command: Command,
    options: ExecRunOptions & { stream: true },
  ): Promise<ExecRunResult<BatchStream<Uint8Array<ArrayBuffer>>>>;
  /** Executes a command to its end, stdout and stderr told apart. */
  execRun(
    command: Command,
    options: ExecRunOptions & { demux: true },
  ): Promise<ExecRunResult<CollectedOutput>>;
  /** Executes a command to its end. */
  execRun(command: Command, options?: ExecRunOptions): Promise<ExecRunResult<string>>;
  execRun(command: Command, options: ExecRunOptions = {}): Promise<ExecRunResult<unknown>> {
    return execRun(this.engine, this.id, command, options);
  }

  /** Streams all files of the container as a tar archive: `GET /containers/{id}/export`. */
  export(options?: CallOptions): Promise<BatchStream<Uint8Array<ArrayBuffer>>> {
    return exportContainer(this.engine, this.id, options);
  }

  /** Streams a file or directory as a tar archive, and tells what it is: `GET /containers/{id}/archive`. */
  getArchive(
    path: string,
    options?: CallOptions,
  ): Promise<[stream: BatchStream<Uint8Array<ArrayBuffer>>, stat: ArchiveStat]> {
    return getArchive(this.engine, this.id, path, options);
  }

  /** Sends a signal, SIGKILL unless another is named: `POST /containers/{id}/kill`. */
  kill(signal?: string | number, options?: CallOptions): Promise<true> {
    return kill(this.engine, this.id, signal, options);
  }

  /**
   * Reads the lines of the container's log: `GET /containers/{id}/logs`.
   *
   * @param options Which lines; with `follow`, those that are still to come too.
   */
  lines(options?: ContainerLinesOptions): Promise<BatchStream<OutputLine>> {
    return containerLines(this.engine, this.id, options);
  }

  /** Streams the log, stdout and stderr told apart: `GET /containers/{id}/logs`. */
  logs(options: TextLogsOptions & { stream: true; demux: true }): Promise<BatchStream<Frame>>;
  /** Streams the log; it follows unless told otherwise. */
  logs(
    options: TextLogsOptions & { stream: true; demux?: false | null | undefined },
  ): Promise<BatchStream<Uint8Array<ArrayBuffer>>>;
  /** Reads the log, stdout and stderr told apart. */
  logs(
    options: TextLogsOptions & { stream?: false | null | undefined; demux: true },
  ): Promise<CollectedOutput>;
  /** Reads the log. */
  logs(
    options?: TextLogsOptions & {
      stream?: false | null | undefined;
      demux?: false | null | undefined;
    },
  ): Promise<string>;
  logs(
    options?: TextLogsOptions,
  ): Promise<string | CollectedOutput | BatchStream<Uint8Array<ArrayBuffer>> | BatchStream<Frame>> {
    return logs(this.engine, this.id, options);
  }

  /** Freezes all processes: `POST /containers/{id}/pause`. */
  pause(options?: CallOptions): Promise<true> {
    return pause(this.engine, this.id, options);
  }

  /** Unpacks a tar archive in a directory of the container: `PUT /containers/{id}/archive`. */
  putArchive(path: string, data: Data, options?: PutArchiveOptions): Promise<true> {
    return putArchive(this.engine, this.id, path, data, options);
  }

  /** Removes the container: `DELETE /containers/{id}`; a running one only with `force`. */
  remove(options?: RemoveContainerOptions): Promise<true> {
    return removeContainer(this.engine, this.id, options);
  }

  /** Gives the container another name: `POST /containers/{id}/rename`. */
  rename(name: string, options?: CallOptions): Promise<true> {
    return rename(this.engine, this.id, name, options);
  }

  /** Sets the size of the container's terminal, in characters: `POST /containers/{id}/resize`. */
  resize(height: number, width: number, options?: CallOptions): Promise<true> {
    return resize(this.engine, this.id, height, width, options);
  }

  /** Stops and starts the container: `POST /containers/{id}/restart`. */
  restart(options?: StopOptions): Promise<true> {
    return restart(this.engine, this.id, options);
  }

  /** Opens a shell, or another command, in the container on this process's terminal: see {@linkcode openShell}. */
  shell(command?: Command, options?: ShellOptions): Promise<number | null> {
    return openShell(this.engine, this.id, command, options);
  }

  /** Starts the container: `POST /containers/{id}/start`. */
  start(options?: StartOptions): Promise<true> {
    return start(this.engine, this.id, options);
  }

  /** Measures the container once a second, from the first sample that can be compared on: see {@linkcode usageStream}. */
  stats(options: UsageOptions & { stream: true }): Promise<BatchStream<ContainerUsage>>;
  /** Measures the container once, which takes a second or two: see {@linkcode measureUsage}. */
  stats(options?: UsageOptions & { stream?: false | null | undefined }): Promise<ContainerUsage>;
  async stats(
    options: UsageOptions & { stream?: boolean | null | undefined } = {},
  ): Promise<ContainerUsage | BatchStream<ContainerUsage>> {
    const own = { stream: toBoolean };
    const [{ stream }, rest] = takeOwn("Cannot measure a container", options, own, []);
    return stream
      ? await usageStream(this.engine, this.id, rest)
      : await measureUsage(this.engine, this.id, rest);
  }

  /** Asks the container's process to end, and kills it when it does not: `POST /containers/{id}/stop`. */
  stop(options?: StopOptions): Promise<true> {
    return stop(this.engine, this.id, options);
  }

  /** Lists the processes, as the host's `ps` does: `GET /containers/{id}/top`. */
  top(options?: TopOptions): Promise<ContainerTop> {
    return top(this.engine, this.id, options);
  }

  /** Lets the processes go on: `POST /containers/{id}/unpause`. */
  unpause(options?: CallOptions): Promise<true> {
    return unpause(this.engine, this.id, options);
  }

  /** Changes the container's resources and restart policy: `POST /containers/{id}/update`. */
  update(options?: UpdateContainerOptions): Promise<ContainerUpdateResult> {
    return updateContainer(this.engine, this.id, options);
  }

  /**
   * Waits until the container is as a condition says, and reloads: see {@linkcode waitUntil}.
   *
   * @param condition What is waited for, e.g. `healthy()` or `logLine("ready")`.
   * @param options The limit in time.
   * @throws {WaitError} When it will never be.
   * @throws {TimeoutError} When it takes too long.
   */
  async waitUntil(condition: ContainerCondition, options: WaitUntilOptions = {}): Promise<void> {
    await waitUntil(this.engine, this.id, condition, options);
    await this.reload({ signal: options.signal, timeouts: options.timeouts }).catch((error) => {
      // It may remove itself at its end, which is what was waited for.
      if (!(error instanceof NotFound)) throw error;
    });
  }

  /** Waits until the container has ended, and resolves with its exit code: `POST /containers/{id}/wait`. */
  wait(options?: WaitOptions): Promise<number> {
    return wait(this.engine, this.id, options);
  }
}
