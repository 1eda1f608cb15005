/** A table's rows, each by the names of its columns. */
export type Rows = Record<string, string>[];

interface Goal {
  /** What is done. */
  work: string;
  /** The beginning of the table's title. */
  table: string;
  /** Picks the rows: what their cells are. */
  rows: Record<string, string>;
  /** The column; the figure is what stands in brackets, or all of the cell. */
  column: string;
  /** What is taken away from the figure. */
  less?: string;
  /** The goal, for each runtime or for all. */
  goal: number | Record<string, number>;
  /** Whether more is better. */
  atLeast?: boolean;
}

const REQUESTS = "Requests per second from the replaying";
const CPU = "CPU microseconds a request from an engine";
const LOGS = "Logs of 200,000 lines of 100 bytes from the replaying";
const BULK = "1 GiB from and to the replaying";
const FOLLOWED = "200 followed streams, each";
const FRAMES = "Demultiplexing";
const TAR = "Archives";
const STARTUP = "Start-up";
const BEST = "times as fast as the best rival";

const GOALS: Goal[] = [
  ...["ping", "list"].flatMap((request) =>
    ["1", "16", "64"].map((lanes): Goal => ({
      work: `${request}, ${lanes} at a time: share of the floor`,
      table: REQUESTS,
      rows: { request, "at a time": lanes },
      column: "longshore",
      goal: 0.85,
      atLeast: true,
    }))
  ),
  {
    work: "frames of 100 bytes in batches: share of the loop",
    table: FRAMES,
    rows: { "bytes a frame": "100" },
    column: "in batches",
    goal: 0.8,
    atLeast: true,
  },
  {
    work: "frames of 100 bytes one by one: share of the loop",
    table: FRAMES,
    rows: { "bytes a frame": "100" },
    column: "frame by frame",
    goal: 0.5,
    atLeast: true,
  },
  { work: "logs in frames: times curl", table: LOGS, rows: {}, column: "frames", goal: 1.5 },
  { work: "logs as one text: times curl", table: LOGS, rows: {}, column: "as one text", goal: 1.5 },
  {
    work: "logs as one text: the most memory, MiB (three times the text)",
    table: "The most memory meanwhile, from the replaying",
    rows: {},
    column: "as one text",
    less: "floor",
    goal: 57,
  },
  ...["get", "put"].flatMap((what): Goal[] => [
    {
      work: `${what} 1 GiB: time, times the floor's`,
      table: BULK,
      rows: { what },
      column: "longshore",
      goal: 1.1,
    },
    {
      work: `${what} 1 GiB: memory over the floor's, MiB`,
      table: BULK,
      rows: { what },
      column: "MiB, longshore",
      less: "MiB, floor",
      goal: 32,
    },
  ]),
  ...["1.41", "1.44"].flatMap((API) =>
    ["KiB of memory", "CPU us to open", "CPU us a frame"].map((what): Goal => ({
      work: `200 followed streams, API ${API}: ${what}, times the floor's`,
      table: FOLLOWED,
      rows: { API, what },
      column: "longshore",
      goal: 1.5,
    }))
  ),
  {
    work: "bursts of 64 that are apart: new connections",
    table: "New connections",
    rows: { client: "longshore" },
    column: "a burst apart",
    goal: 0,
  },
  {
    work: "pings over mutual TLS, 16 at a time: share of the runtime's own",
    table: "Pings per second over mutual TLS",
    rows: { "at a time": "16" },
    column: "longshore",
    goal: 0.9,
    atLeast: true,
  },
  ...["pack 10,000 x 1 KiB", "unpack 10,000 x 1 KiB"].map((what): Goal => ({
    work: `${what}: times as fast as the best rival`,
    table: TAR,
    rows: { case: what },
    column: BEST,
    goal: 1.5,
    atLeast: true,
  })),
  ...["pack 50 x 10 MiB", "unpack 50 x 10 MiB"].map((what): Goal => ({
    work: `${what}: times as fast as the best rival`,
    table: TAR,
    rows: { case: what },
    column: BEST,
    goal: 1,
    atLeast: true,
  })),
  ...["list", "ping"].map((request): Goal => ({
    work: `${request} from an engine, 16 at a time: CPU, times the floor's`,
    table: CPU,
    rows: { request, "at a time": "16" },
    column: "longshore",
    goal: 1.3,
  })),
  {
    work: "start-up with one ping, functions: times the floor's",
    table: STARTUP,
    rows: {},
    column: "functions, one file",
    goal: { deno: 1.15, bun: 1.3, node: 1.15 },
  },
  {
    work: "start-up with one ping, class: times the floor's",
    table: STARTUP,
    rows: {},
    column: "class, one file",
    goal: { deno: 1.2, bun: 1.5, node: 1.2 },
  },
  {
    work: "start-up of the class from sources: times the floor's",
    table: STARTUP,
    rows: {},
    column: "class, sources",
    goal: 2,
  },
];

const RUNTIMES = ["deno", "bun", "node"];

/**
 * Says of each goal what its table has, and whether that meets it.
 *
 * @param tables The tables by their titles.
 */
export function goals(tables: ReadonlyMap<string, Rows>): string[][] {
  return GOALS.map((goal) => {
    const title = [...tables.keys()].find((title) => title.startsWith(goal.table));
    const rows = (title === undefined ? [] : tables.get(title)!)
      .filter((row) => Object.entries(goal.rows).every(([name, cell]) => row[name] === cell));
    const results = RUNTIMES.map((runtime) => {
      const row = rows.find((row) => row.runtime === runtime);
      const value = row === undefined ? NaN : figure(row[goal.column]);
      const result = goal.less === undefined ? value : value - figure(row?.[goal.less]);
      const wanted = typeof goal.goal === "number" ? goal.goal : goal.goal[runtime]!;
      const isMet = goal.atLeast ? result >= wanted : result <= wanted;
      return { runtime, shown: Number.isNaN(result) ? "-" : String(result), isMet };
    });
    const measured = results.filter(({ shown }) => shown !== "-");
    const missed = measured.filter(({ isMet }) => !isMet).map(({ runtime }) => runtime);
    const wanted = typeof goal.goal === "number"
      ? String(goal.goal)
      : RUNTIMES.map((runtime) => (goal.goal as Record<string, number>)[runtime]).join(" / ");
    return [
      goal.work,
      `${goal.atLeast ? "at least" : "at most"} ${wanted}`,
      ...results.map(({ shown }) => shown),
      measured.length === 0 ? "-" : missed.length === 0 ? "yes" : `not in ${missed.join(", ")}`,
    ];
  });
}

/** The ratio in brackets, or else the figure itself. */
function figure(cell = ""): number {
  const text = /\(([\d.,]+)\)/.exec(cell)?.[1] ?? cell;
  return /^-?[\d.,]+$/.test(text) ? Number(text.replaceAll(",", "")) : NaN;
}
