import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { APIClient, type APIError, type BuildOptions } from "../../mod.ts";
import { pack } from "../../src/tar/mod.ts";
import {
  PASSWORD,
  skipWithoutProgram,
  startRegistry,
  type TestRegistry,
  USER,
} from "../harness/registry.ts";
import { EXPECTED } from "./differences.ts";
import { exercised } from "./exercised.ts";
import { connection } from "./connection.ts";
import { label, skip, uniqueName } from "./fixture.ts";

const authConfig = { username: USER, password: PASSWORD };

/** Runs a test with a new image of the client's, and removes every image of that name. */
async function within(
  body: (client: APIClient, id: string, repository: string) => Promise<void>,
  registry: string,
): Promise<void> {
  const client = new APIClient({ ...connection });
  const repository = `${registry}/team/${uniqueName("app")}`;
  try {
    await client.importImageFromData(pack([{ path: "note", content: repository }]), {
      repository,
      tag: "v1",
      changes: `LABEL ${label}`,
    });
    await body(client, (await client.inspectImage(`${repository}:v1`)).Id, repository);
  } finally {
    for (const { Id } of await client.images({ name: repository })) {
      await client.removeImage(Id, { force: true })
        .catch((error: APIError) => assert.equal(error.status, 404, error.message));
    }
    client.close();
  }
}

describe("registries", { skip: skip || skipWithoutProgram }, () => {
  let open: TestRegistry;
  let closed: TestRegistry;

  before(async () => {
    [open, closed] = await Promise.all([startRegistry(false), startRegistry(true)]);
  });
  after(async () => {
    await Promise.all([open.stop(), closed.stop()]);
  });

  it("push(), removeImage() and pull() go round, by tag and by digest", async () => {
    await within(async (client, id, repository) => {
      await client.tag(id, repository, { tag: "v2" });
      const pushed = await client.push(repository, { tag: "v1", insecureRegistry: true });
      // Only v1 was pushed.
      await assert.rejects(() => client.pull(`${repository}:v2`), { name: "ImageNotFound" });

      const digest = /"v1: digest: (sha256:[0-9a-f]{64}) size: \d+"/.exec(pushed)![1]!;
      await client.removeImage(id, { force: true });
      await assert.rejects(() => client.inspectImage(id), { name: "ImageNotFound" });
      const pulled = await client.pull(repository, { tag: "v1", insecureRegistry: true });
      assert.match(pulled, /"Status: Downloaded newer image for /);
      assert.equal((await client.inspectImage(`${repository}:v1`)).Id, id);

      await client.removeImage(id, { force: true });
      await client.pull(repository, { tag: digest });
      assert.equal((await client.inspectImage(`${repository}@${digest}`)).Id, id);
      await client.removeImage(id, { force: true });
      await client.pull(`${repository}@${digest}`);
      const { RepoTags } = await client.inspectImage(id);
      assert.deepEqual(RepoTags?.filter((name) => name !== `${repository}@${digest}`), []);
      assert.deepEqual((await client.inspectImage(id)).RepoDigests, [`${repository}@${digest}`]);
      exercised("pull", "repository", "tag", "insecureRegistry");
      exercised("push", "repository", "tag", "insecureRegistry");
    }, open.address);
  });

  it("push() without a tag pushes all, pull() without one pulls latest alone", async () => {
    await within(async (client, id, repository) => {
      await client.tag(id, repository);
      await client.push(repository);
      await client.removeImage(id, { force: true });

      await client.pull(repository);
      assert.deepEqual((await client.inspectImage(id)).RepoTags, [`${repository}:latest`]);
      await client.removeImage(id, { force: true });
      await client.pull(repository, { allTags: true });
      assert.deepEqual((await client.inspectImage(id)).RepoTags?.sort(), [
        `${repository}:latest`,
        `${repository}:v1`,
      ]);
      exercised("pull", "tag");
      exercised("push", "tag");
    }, open.address);
  });

  it("pull() and push() tell how they go on, as bytes and as records", async () => {
    await within(async (client, id, repository) => {
      let bytes = 0;
      for await (const chunk of await client.push(repository, { tag: "v1", stream: true })) {
        assert.ok(chunk instanceof Uint8Array);
        bytes += chunk.length;
      }
      assert.ok(bytes > 100);
      const pushed = [];
      for await (const record of await client.push(repository, { tag: "v1", decode: true })) {
        pushed.push(record);
      }
      assert.equal(pushed[0]!.status, `The push refers to repository [${repository}]`);
      const { aux } = pushed.at(-1)! as { aux?: { Tag: string; Digest: string } };
      assert.equal(aux?.Tag, EXPECTED.pushTag);
      assert.match(aux?.Digest ?? "sha256:", /^sha256:/);
      exercised("push", "stream", "decode");

      await client.removeImage(id, { force: true });
      const pulled = [];
      const options = { tag: "v1", stream: true, decode: true } as const;
      for await (const record of await client.pull(repository, options)) pulled.push(record);
      assert.equal(pulled[0]!.status, `Pulling from ${repository.slice(open.address.length + 1)}`);
      assert.ok(pulled.some((record) => record.status === "Pull complete"));
      const again = await client.pull(`${repository}:v1`, { stream: true });
      assert.match(await new Response(again as never).text(), /Image is up to date/);
      exercised("pull", "stream", "decode");
    }, open.address);
  });

  it("importImage({ image }) and importImageFromImage() pull", async () => {
    await within(async (client, id, repository) => {
      await client.push(repository, { tag: "v1" });
      for (const way of ["importImageFromImage", "importImage"] as const) {
        await client.removeImage(id, { force: true });
        const other = uniqueName("ignored");
        const options = { repository: other, tag: "v1", changes: "LABEL ignored=1" };
        const text = way === "importImage"
          ? await client.importImage({ image: repository, ...options })
          : await client.importImageFromImage(repository, options);
        assert.match(text, /"Status: Downloaded newer image for /);
        const inspected = await client.inspectImage(`${repository}:v1`);
        assert.equal(inspected.Id, id);
        // The Engine pulls and takes no notice of the other parameters.
        assert.equal(inspected.Config?.Labels?.ignored, undefined);
        assert.deepEqual(await client.images({ name: other }), []);
      }
      exercised("importImageFromImage", "image", "repository", "tag", "changes");
      exercised("importImage", "image");
    }, open.address);
  });

  it("push() and pull() take authConfig, and say what a registry that refuses them says", async () => {
    await within(async (client, id, repository) => {
      const wrong = { username: USER, password: "wrong" };
      const seen: unknown[] = [];
      for (const credentials of [{}, wrong]) {
        const error: APIError = await client.push(repository, {
          tag: "v1",
          authConfig: credentials,
        }).then(() => assert.fail("was pushed"), (reason) => reason);
        assert.equal(error.name, "Unauthorized");
        assert.ok(error.message.startsWith(`Cannot push "${repository}": `), error.message);
        assert.match(error.message, EXPECTED.pushRefusal);
        assert.ok(!error.message.includes(PASSWORD) && !error.message.includes("wrong"));
        assert.ok(error.records.length > 1);
        await assert.rejects(async () => {
          for await (
            const record of await client.push(repository, {
              tag: "v1",
              decode: true,
              authConfig: credentials,
            })
          ) seen.push(record);
        }, { name: "Unauthorized", message: EXPECTED.pushRefusal });
      }
      assert.ok(seen.length > 1);

      await client.push(repository, { tag: "v1", authConfig });
      exercised("push", "authConfig");
      await client.removeImage(id, { force: true });
      for (const credentials of [{}, wrong]) {
        await assert.rejects(() => client.pull(`${repository}:v1`, { authConfig: credentials }), {
          name: "Unauthorized",
          message:
            /^Cannot pull "[^"]+": .*(no basic auth credentials|unauthorized: authentication required|401 Unauthorized)/,
        });
      }
      await client.pull(`${repository}:v1`, { authConfig });
      assert.equal((await client.inspectImage(`${repository}:v1`)).Id, id);
      exercised("pull", "authConfig");
    }, closed.address);
  });

  it("build() takes the credentials of login(), or of authConfigs, for its base images", async () => {
    await within(async (client, id, repository) => {
      const base = `${repository}:v1`;
      await client.push(base, { authConfig });
      await client.removeImage(id, { force: true });
      const steps = async (client: APIClient, options: Partial<BuildOptions>): Promise<string> => {
        const fileobj = `FROM ${base}\nLABEL ${label}\n`;
        let text = "";
        for await (
          const record of await client.build({ fileobj, rm: true, ...options, decode: true })
        ) text += record.stream ?? "";
        return text;
      };
      const refusal = { message: /no basic auth credentials/ };
      await assert.rejects(() => steps(client, {}), refusal);
      const authConfigs = { [closed.address]: authConfig };
      assert.match(await steps(client, { authConfigs, tag: `${repository}:b1` }), /Successfully/);
      await client.removeImage(`${repository}:b1`, { force: true });
      await client.removeImage(id, { force: true });
      await assert.rejects(() => steps(client, {}), refusal);

      await client.login(USER, { password: PASSWORD, registry: closed.address });
      assert.match(await steps(client, { tag: `${repository}:b2` }), /Successfully/);
      await client.removeImage(`${repository}:b2`, { force: true });
      await client.removeImage(id, { force: true });
      // BuildKit asks for them through a session.
      await steps(client, { version: "2", tag: `${repository}:b3` });
      assert.equal((await client.inspectImage(`${repository}:b3`)).RootFS.Layers?.length, 1);
    }, closed.address);
  });

  it("push() of what is not there rejects, or hands the failure out when asked to", async () => {
    await within(async (client, _id, repository) => {
      const explanation = `An image does not exist locally with the tag: ${repository}-x`;
      await assert.rejects(() => client.push(`${repository}-x`), { name: "APIError", explanation });
      const text = await client.push(`${repository}-x`, { rejectOnError: false });
      assert.ok(text.includes(`"errorDetail":{"message":"${explanation}"}`), text);
    }, open.address);
  });
});
