/** A test that holds something: its file, and its title, or a part of it, as the source has it. */
export type NamedTest = readonly [file: string, title: string];

/** What users of such clients struggle with, and the tests that hold it here. */
export interface Demand {
  /** What is demanded. */
  what: string;
  /** The tests. */
  tests: readonly NamedTest[];
}

/** The demands, in the order of how much they matter. */
export const DEMANDS: readonly Demand[] = [
  {
    what: "a failure inside a stream of status 200 rejects",
    tests: [
      [
        "api/common/progress_test.ts",
        "reject at a record with errorDetail, with the records so far",
      ],
      ["api/common/progress_test.ts", "find a failure by errorDetail alone"],
      ["api/common/progress_test.ts", "hand a failure out like any record when asked to"],
    ],
  },
  {
    what: "the end of the input leaves the output alone",
    tests: [
      [
        "live/exec_test.ts",
        "1 MiB through cat comes back byte for byte behind the end of the input",
      ],
      ["live/containers_socket_test.ts", "1 MiB through cat comes back byte for byte"],
      ["connect/conformance_test.ts", "the reply arrives whole after the output was ended"],
    ],
  },
  {
    what: "an attachment sends no body, and nothing before its answer",
    tests: [[
      "api/containers/attach_test.ts",
      "sends no body and nothing before its head is answered",
    ]],
  },
  {
    what: "builds of BuildKit have a session",
    tests: [
      ["live/build_session_test.ts", "gives secrets of every kind to the steps that ask"],
      ["live/build_session_test.ts", "gives credentials to the registry that asks"],
      ["live/podman_test.ts", "refuses what needs a BuildKit session"],
    ],
  },
  {
    what: "streams end with their peer",
    tests: [
      ["live/engine_death_test.ts", "ends every call within a second"],
      ["http/sockets_test.ts", "settles the call within 100 ms, and the peer sees the end"],
      ["fuzz/faults_test.ts", "each call settles once and leaves nothing"],
    ],
  },
  {
    what: "every call can be cancelled, in every phase",
    tests: [
      ["http/sockets_test.ts", "settles the call within 100 ms, and the peer sees the end"],
      ["http/limits_test.ts", "that is aborted already ends a call before any connection"],
      ["soak/load_test.ts", "aborts at any moment end their calls and leave nothing"],
    ],
  },
  {
    what: "each phase has a limit of its own, and quiet streams have none",
    tests: [
      ["http/limits_test.ts", "are not of bodies that may be silent, unless the call says so"],
      ["live/containers_lifecycle_test.ts", "stop() and restart() kill after their timeout"],
    ],
  },
  {
    what: "no descriptor leaks, and the process ends",
    tests: [
      [
        "http/sockets_test.ts",
        "no descriptor stays open after breaks, cancels, aborts and failures",
      ],
      ["soak/rounds_test.ts", "lose nothing and leave no descriptor"],
      ["soak/load_test.ts", "loops that are left early leave nothing"],
      ["connect/conformance_test.ts", "a process ends by itself with an open connection"],
      ["http/dropped_test.ts", "is closed with a warning"],
    ],
  },
  {
    what: "demultiplexing holds the peer back",
    tests: [
      ["soak/slow_test.ts", "of an exec's output"],
      ["http/sockets_test.ts", "a reader that is slow stops the peer"],
    ],
  },
  {
    what: "archives are never whole in memory",
    tests: [
      ["soak/archives_test.ts", "putArchive(), getArchive() and export() keep memory flat"],
      ["soak/images_test.ts", "getImage() into loadImage() keeps memory flat"],
      ["soak/images_test.ts", "build() keeps memory flat whatever the size of its context"],
      ["soak/slow_test.ts", "of archives, out of a container and into it"],
    ],
  },
  {
    what: "records and characters may be split anywhere",
    tests: [
      ["streams/json_values_test.ts", "reads random values, however they are printed and split"],
      ["streams/lines_test.ts", "however it is split"],
      ["streams/output_test.ts", "characters of several bytes included"],
      ["fuzz/fuzz_test.ts", "changed inputs give the same in any pieces, or a typed error"],
    ],
  },
  {
    what: "terminal or frames is known, not guessed",
    tests: [
      ["api/exec/exec_test.ts", "says in the body whether there is a terminal"],
      [
        "api/services_test.ts",
        "takes frames apart by Content-Type, by isTty or by the service's own word",
      ],
    ],
  },
  {
    what: "one object for input and output",
    tests: [
      [
        "live/containers_socket_test.ts",
        "over a websocket: input, output and its end, but no half-close",
      ],
      [
        "api/common/socket_test.ts",
        "ends the input behind all writes that were begun, awaited or not",
      ],
      ["live/transports_test.ts", "answers one call after the other, and many at the same time"],
    ],
  },
  {
    what: "an exec's exit code is a number, or not there yet",
    tests: [
      [
        "api/exec/exec_test.ts",
        "asks until there is a number, and takes null and a running command for none",
      ],
      ["soak/load_test.ts", "execs give all their output and their code"],
    ],
  },
  {
    what: "an exec has a time limit",
    tests: [
      ["api/exec/exec_test.ts", "gives up after its timeout and with its signal"],
      ["live/objects_exec_test.ts", "streams lines, runs detached, and ends at its time limit"],
    ],
  },
  {
    what: "short containers lose neither output nor code",
    tests: [
      [
        "soak/auto_removed_test.ts",
        "rounds of auto-removed containers, call by call, give all their output and their code",
      ],
      ["soak/auto_removed_test.ts", "rounds of runContainer() with autoRemove"],
      [
        "api/containers/wait_test.ts",
        "a container that could not be started ends the wait for its exit",
      ],
    ],
  },
  {
    what: "the API version is negotiated, once more when the Engine was replaced",
    tests: [
      ["engine/negotiation_matrix_test.ts", "meet at"],
      ["engine/negotiation_matrix_test.ts", "is replaced by"],
      ["engine/engine_test.ts", "is repeated once when the daemon was replaced by another version"],
    ],
  },
  {
    what: "answers may change their shape",
    tests: [
      ["api/returned_test.ts", "${name}, at API ${version}"],
      ["progress/render_test.ts", "takes numbers as they come"],
      ["live/versions_test.ts", "works from API"],
    ],
  },
  {
    what: "types are whole and strict",
    tests: [
      [
        "types_test.ts",
        "every function of the api entry is a method of APIClient, and the compiler knows their types",
      ],
      ["packages/types_test.ts", "at its strictest"],
    ],
  },
  {
    what: "an answer has the declared type, or is a typed error",
    tests: [
      ["engine/engine_test.ts", "read JSON, text, bytes and nothing"],
      ["engine/engine_test.ts", "refuse what is not JSON where JSON is due"],
      ["streams/json_values_test.ts", "refuses a proxy's page at its first byte"],
    ],
  },
  {
    what: "exactly one rejection, whatever dies at whatever step",
    tests: [
      ["fuzz/faults_test.ts", "each call settles once and leaves nothing"],
      ["http/sockets_test.ts", "a peer that dies at any step causes one rejection and no other"],
    ],
  },
  {
    what: "contexts and sockets are found",
    tests: [
      ["environment/from_env_test.ts", "takes the first that names an engine"],
      ["environment/from_env_test.ts", "reads a context's certificates"],
      [
        "environment/from_env_test.ts",
        "lists what was tried when none of the platform's sockets answers",
      ],
    ],
  },
  {
    what: "addresses are read in every form",
    tests: [
      ["connect/address_test.ts", "parseAddress() takes"],
      ["connect/address_test.ts", "parseAddress() refuses"],
      ["client_options_test.ts", "are refused by"],
    ],
  },
  {
    what: "proxies, paths below them and headers",
    tests: [
      ["engine/engine_test.ts", "put the base path of the address before every target"],
      ["engine/engine_test.ts", "send the client's headers with every request"],
      ["http/exchange_test.ts", "asks for an upgrade and sends no body with it"],
      ["http/upgraded_test.ts", "that is refused is the call's failure"],
    ],
  },
  {
    what: "the same tests pass in Deno, Bun and Node",
    tests: [
      ["connect/conformance_test.ts", "the output goes on after the peer ended its own"],
      [
        "live/exec_test.ts",
        "1 MiB through cat comes back byte for byte behind the end of the input",
      ],
    ],
  },
  {
    what: "streams take no connection away from calls",
    tests: [
      ["soak/load_test.ts", "streams that are followed"],
      ["live/client_test.ts", "numPools is how many idle connections are kept"],
      ["http/sockets_test.ts", "a kept connection that dies as the next GET goes out is replaced"],
    ],
  },
  {
    what: "a premature end is an error",
    tests: [
      ["http/exchange_test.ts", "is a ProtocolError that says where"],
      ["api/exec/exec_test.ts", "rejects output that the Engine's death has cut"],
      ["live/engine_death_test.ts", "ends every call within a second"],
    ],
  },
  {
    what: "credentials are encoded as the Engine reads them",
    tests: [
      ["auth/header_test.ts", "keeps every character, in the alphabet of URLs and padded"],
      [
        "api/images_test.ts",
        "send credentials as padded base64url",
      ],
    ],
  },
  {
    what: "builds and pulls find their credentials",
    tests: [
      ["live/registry_test.ts", "build() takes the credentials of login(), or of authConfigs"],
      ["api/login_test.ts", "by the keys that the Engine looks for"],
      ["auth/registry_test.ts", 'registryKey() of "${name}" is "${key}"'],
    ],
  },
  {
    what: "credential helpers are asked when they are needed, and may fail",
    tests: [
      [
        "auth/credentials_test.ts",
        "asks the registry's helper before the store, and the store before the file",
      ],
      ["auth/credentials_test.ts", "goes on with a warning when a helper"],
      ["auth/credentials_test.ts", "gathers every registry, and asks the helpers at the same time"],
    ],
  },
  {
    what: "ssh is the system's own",
    tests: [
      ["connect/ssh_test.ts", "a process serves many exchanges, and its bytes are plain"],
      ["connect/ssh_test.ts", "a program that ignores the end is killed a second later"],
    ],
  },
  {
    what: "named pipes, or a clear word",
    tests: [["connect/conformance_test.ts", "connect() says where named pipes exist"]],
  },
  {
    what: "TLS by files or texts, to names and addresses",
    tests: [
      ["connect/tls_test.ts", "assertHostname names the host that the certificate is for"],
      ["environment/from_env_test.ts", "reads the certificates of DOCKER_CERT_PATH"],
      ["live/transports_test.ts", "is not trusted by default"],
    ],
  },
  {
    what: "archives are written, read and extracted safely",
    tests: [
      [
        "tar/tools_test.ts",
        "${tool.name} extracts what packDirectory() packs, without a warning",
      ],
      ["tar/tools_test.ts", "extractDirectory() extracts what ${tool.name} packs as ${format}"],
      ["tar/directory_test.ts", "names the entry of"],
      ["soak/huge_tar_test.ts", "pack() and unpack() pass 9 GiB on"],
    ],
  },
  {
    what: ".dockerignore means what it means to docker",
    tests: [
      ["build/dockerignore_cli_test.ts", "the docker command leaves out what the cases say"],
      ["build/pattern_matcher_test.ts", "quickly"],
      ["build/context_test.ts", "prefers the ignore file beside the Dockerfile"],
    ],
  },
  {
    what: "the same tree is the same context",
    tests: [
      ["build/context_test.ts", "gives the same bytes for the same tree"],
      ["build/context_test.ts", "sends the directory as root's, without user names"],
    ],
  },
  {
    what: "stdout and stderr in order, and whole lines",
    tests: [
      ["streams/frames_test.ts", "tells stdout and stderr apart in order of arrival"],
      [
        "streams/output_lines_test.ts",
        "puts lines and characters together across frames, stdout and stderr apart",
      ],
    ],
  },
  {
    what: "Podman works as far as its table says",
    tests: [
      ["live/podman_test.ts", "the cases on Podman are all methods of the seed"],
      ["podman_table_test.ts", "the README's table of Podman says what the cases say"],
    ],
  },
  {
    what: "no dependency, and no effect of an import",
    tests: [
      ["packages/run_test.ts", "is bundled by esbuild"],
      ["packages/url_test.ts", "asks for no permission when it is imported"],
      ["layers_test.ts", "mod.ts and src keep to the layers"],
    ],
  },
  {
    what: "Deno's permissions are named, and no more than needed",
    tests: [
      ["live/permissions_test.ts", "suffice"],
      ["live/permissions_test.ts", "are named where one is missing"],
    ],
  },
  {
    what: "a pull without a tag pulls the latest, and awaits its end",
    tests: [
      [
        "live/registry_test.ts",
        "push() without a tag pushes all, pull() without one pulls latest alone",
      ],
      ["convert/image_name_test.ts", "tells registry, repository, tag and digest of ${name} apart"],
    ],
  },
  {
    what: "what this client does not know can be sent",
    tests: [
      ["live/request_test.ts", "sends any request with the version"],
      [
        "operation/specified_versions_test.ts",
        "of ${operation} ${name} agree with the Engine's specifications",
      ],
    ],
  },
  {
    what: "events go on over a restart",
    tests: [
      ["live/objects_scope_test.ts", "without loss or repetition"],
      ["live/engine_death_test.ts", "ends every call within a second"],
      [
        "objects/events_test.ts",
        "goes on where it stopped, tells nothing twice and loses nothing",
      ],
    ],
  },
  {
    what: "moments keep their nanoseconds",
    tests: [
      ["convert/time_test.ts", "loses no digit of ${JSON.stringify(time)}"],
      ["objects/events_test.ts", "keeps two events of one moment apart"],
    ],
  },
  {
    what: "proxies of the environment are not for the Engine",
    tests: [["environment/from_env_test.ts", "reaches the first socket that something listens on"]],
  },
];
