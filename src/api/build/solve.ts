import { ResultCollector } from "../../build/build_result.ts";
import type { KitBuild } from "../../build/kit_build.ts";
import { asDuplex } from "../../build/session/session.ts";
import { solve, Solving, type TypedAttrs } from "../../build/solve/control.ts";
import { callFrontend } from "../../build/solve/gateway.ts";
import { frontendAttrs } from "../../build/solve/frontend_attrs.ts";
import { type FrontendCall, toAttestations } from "../../build/solve/solve_options.ts";
import { listOf, toText } from "../../convert/checks.ts";
import { HUB, parseImageName } from "../../convert/image_name.ts";
import { Http2Connection } from "../../h2/connection.ts";
import { requireVersion } from "../../operation/versions.ts";
import type { KitJob, RunningKit } from "./kit_job.ts";

const FRONTEND = "dockerfile.v0";

/**
 * Begins a build by BuildKit's own API, which `POST /grpc` leads to.
 *
 * @param job What is built.
 * @param kit The build and its session.
 *
 * @internal
 */
export async function solveKit(job: KitJob, kit: KitBuild): Promise<RunningKit> {
  const { engine, call, source, outputs, caches } = job;
  const { action, options } = call;
  const version = await call.negotiate();
  if (options.call !== undefined) {
    const since = options.call === "check" ? "1.46" : "1.42";
    requireVersion(action, version, `call "${options.call}"`, { since });
  }
  if (outputs.length > 1) {
    requireVersion(action, version, "more than one output", { since: "1.45" });
  }
  const exporters = outputs.length === 0
    ? [{ type: "moby", attrs: {} }]
    : outputs.filter(({ type }) => type !== "cacheonly");
  const attrs: Record<string, string> = {
    ...frontendAttrs(options),
    ...options.attestations == null ? {} : toAttestations(options.attestations, "attestations"),
    ...kit.attrs,
  };
  if (source.dockerfile !== undefined) attrs.filename = source.dockerfile;
  if (source.sync === undefined && source.remote !== undefined) attrs.context = source.remote;
  if (caches.imports.length > 0) {
    attrs["cache-imports"] = JSON.stringify(
      caches.imports.map((cache) => ({ Type: cache.type, Attrs: cache.attrs })),
    );
  }
  const connection = await engine.upgrade(action, "POST", "/grpc", {
    ...options,
    signal: kit.signal,
  }, {
    protocol: "h2c",
    total: options.timeout,
  });
  const collector = new ResultCollector(options.quiet);
  const request = {
    ref: kit.id,
    session: kit.sessionId!,
    frontend: FRONTEND,
    attrs,
    exporters: exporters.map((output) => named(output, options.tag)),
    cacheExports: caches.exports,
    cacheImports: caches.imports,
    entitlements: [
      ...options.entitlements ?? [],
      ...options.networkMode === "host" ? ["network.host"] : [],
    ],
  };
  const body = new Solving(
    new Http2Connection(asDuplex(connection), { role: "client" }),
    kit.id,
    async (builder) => {
      if (options.call !== undefined) {
        const told = await callFrontend(builder, {
          ...request,
          attrs: { ...attrs, ...requestAttrs(options.call) },
        });
        Object.assign(collector.result.metadata, told);
        return [{ stream: told["result.txt"] ?? "" }];
      }
      const response = await solve(builder, request);
      collector.takeResponse(response);
      await caches.finish(response);
      const id = response["containerimage.digest"];
      if (id === undefined) return [];
      const told = { id: "moby.image.id", aux: { ID: id } };
      return options.quiet ? [told, { stream: `${id}\n` }] : [told];
    },
    options.quiet === true,
  );
  const details: RunningKit["details"] = (explanation, records, code) => {
    return { status: code, explanation, method: "POST", path: `/v${version}/grpc`, records };
  };
  return { kit, body, collector, details };
}

/** Makes the frontend's settings of a call. */
function requestAttrs(call: FrontendCall): Record<string, string> {
  return {
    requestid: `frontend.${call === "check" ? "lint" : call}`,
    "frontend.caps": "moby.buildkit.frontend.subrequests",
  };
}

/** Gives an image its names, unless the output has some. */
function named(
  { type, attrs }: TypedAttrs,
  tag: string | readonly string[] | undefined,
): TypedAttrs {
  if (attrs.name !== undefined || !["moby", "image", "docker", "oci"].includes(type)) {
    return { type, attrs };
  }
  const tags = listOf(toText)([tag ?? []].flat(), "tag");
  if (tags.length === 0) return { type, attrs };
  return { type, attrs: { ...attrs, name: tags.map(wholeName).join(",") } };
}

/** Writes a name as builders have it: with its registry and its tag. */
function wholeName(name: string): string {
  const { registry, repository, tag } = parseImageName(name, "tag");
  const path = repository.startsWith(`${registry}/`)
    ? repository.slice(registry.length + 1)
    : repository;
  const below = registry === HUB && !path.includes("/") ? `library/${path}` : path;
  return `${registry}/${below}:${tag ?? "latest"}`;
}
