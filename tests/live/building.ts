import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { unpack } from "../../src/tar/mod.ts";
import {
  APIClient,
  type APIClientOptions,
  type APIError,
  type BuildOptions,
  type BuildRecord,
} from "../../mod.ts";
import { connection } from "./connection.ts";
import { baseImage, label, uniqueName } from "./fixture.ts";

/** What a build gave. */
export interface Built {
  /** The image's id. */
  id: string;
  /** The text of the output; of a BuildKit build what its steps printed. */
  text: string;
  /** All records. */
  records: BuildRecord[];
}

/** What a test of builds works with. */
export interface Building {
  client: APIClient;
  /** A Dockerfile: its own first line, this run's label, and these lines. No other build shares its cache. */
  dockerfile(...lines: string[]): string;
  /** Builds to the end. */
  build(options: BuildOptions): Promise<Built>;
  /** Reads a file of an image. */
  read(image: string, path: string): Promise<string>;
  /** The ids of the containers that a build says it ran. */
  containersOf(text: string): string[];
}

/** Whether a step has printed `begun`: a step that is cancelled as it starts may run on. */
export function hasBegun({ trace }: BuildRecord): boolean {
  return trace?.logs.some(({ data }) => new TextDecoder().decode(data).includes("begun")) ?? false;
}

/**
 * Runs a test with a directory of its own, which is removed behind it.
 *
 * @param body The test; it is given what makes the path of a file in the directory.
 */
export async function withDirectory(
  body: (file: (name: string) => string) => Promise<void>,
): Promise<void> {
  const directory = mkdtempSync(path.join(os.tmpdir(), "longshore-build-"));
  try {
    await body((name) => path.join(directory, name));
  } finally {
    rmSync(directory, { recursive: true });
  }
}

/**
 * Runs a test of builds and removes what it made.
 *
 * @param body The test.
 * @param options How its client reaches the engine.
 */
export async function withBuilding(
  body: (building: Building) => Promise<void>,
  options: APIClientOptions = connection,
): Promise<void> {
  const client = new APIClient({ ...options });
  const mark = uniqueName("build");
  const containers = new Set<string>();
  const containersOf = (text: string): string[] => {
    return [...text.matchAll(/Running in ([0-9a-f]{12})/g)].map((match) => match[1]!);
  };
  try {
    await body({
      client,
      dockerfile: (...lines) =>
        [`FROM ${baseImage}`, `LABEL ${label} ${mark}=1`, ...lines, ""].join("\n"),
      containersOf,
      async read(image, path): Promise<string> {
        const { Id } = await client.createContainer(image, { command: "none" });
        try {
          const [archive] = await client.getArchive(Id, path);
          for await (const entry of unpack(archive)) return await entry.text();
          throw new Error(`There is nothing at ${path}`);
        } finally {
          await client.removeContainer(Id);
        }
      },
      async build(options): Promise<Built> {
        const built: Built = { id: "", text: "", records: [] };
        const take = (record: BuildRecord): void => {
          built.records.push(record);
          built.text += record.stream ?? "";
          for (const { data } of record.trace?.logs ?? []) {
            built.text += new TextDecoder().decode(data);
          }
          const aux = record.aux as { ID?: string } | undefined;
          if (typeof aux?.ID === "string") built.id = aux.ID;
          for (const id of containersOf(record.stream ?? "")) containers.add(id);
        };
        for await (const record of await client.build({ ...options, decode: true })) take(record);
        return built;
      },
    });
  } finally {
    // What is gone, or on its way, is no fault of the test.
    const gone = (error: APIError): void => {
      assert.ok([404, 409].includes(error.status), error.message);
    };
    for (const id of containers) await client.removeContainer(id, { force: true }).catch(gone);
    const images = { all: true, quiet: true, filters: { label: `${mark}=1` } } as const;
    for (
      let left = await client.images(images), round = 0;
      left.length > 0 && round < 20;
      round++
    ) {
      // An image in between goes with, or after, what was built on it.
      for (const id of left) {
        await client.removeImage(id, { force: true }).catch((error: APIError) =>
          assert.ok([404, 409].includes(error.status), error.message)
        );
      }
      left = await client.images(images);
    }
    client.close();
  }
}
