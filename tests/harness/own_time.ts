import process from "node:process";

/** How often it is looked whether the process stood still, in milliseconds. */
const TICK = 5;

/**
 * Measures how long something takes that is promised to be quick, in milliseconds. Time in which the
 * process could not go on, for the machine was busy with others or stood still, does not count: a
 * timer was late then although the process had not worked meanwhile.
 */
export async function ownTime(work: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  let stood = 0;
  let last = start;
  let usage = process.cpuUsage();
  const look = (): void => {
    const now = performance.now();
    const { user, system } = process.cpuUsage(usage);
    const late = now - last - TICK - (user + system) / 1000;
    if (late > TICK) stood += late;
    last = now;
    usage = process.cpuUsage();
  };
  const timer = setInterval(look, TICK);
  try {
    await work();
  } finally {
    clearInterval(timer);
    look();
  }
  return last - start - stood;
}
