import { type ContainerCondition, toCondition } from "./condition.ts";
import { Hopeless } from "./target.ts";

/**
 * Waits until all of several conditions have held, each at some time; fails as soon as one does.
 *
 * @param conditions The conditions, at least one.
 */
export function allOf(...conditions: ContainerCondition[]): ContainerCondition {
  checkConditions("all", conditions);
  return {
    description: conditions.map(({ description }) => description).join(" and "),
    async hold(target): Promise<void> {
      await Promise.all(conditions.map((one) => one.hold(target)));
    },
  };
}

/**
 * Waits until one of several conditions holds; fails when all have.
 *
 * @param conditions The conditions, at least one.
 */
export function anyOf(...conditions: ContainerCondition[]): ContainerCondition {
  checkConditions("any", conditions);
  return {
    description: conditions.map(({ description }) => description).join(" or "),
    async hold(target): Promise<void> {
      try {
        await Promise.any(conditions.map((one) => one.hold(target)));
      } catch (error) {
        const reasons = (error as AggregateError).errors as unknown[];
        const hopeless = reasons.filter((one) => one instanceof Hopeless);
        const other = reasons.find((one) => !(one instanceof Hopeless));
        if (other !== undefined) throw other;
        const code = hopeless.find(({ exitCode }) => exitCode !== null)?.exitCode ?? null;
        throw new Hopeless([...new Set(hopeless.map(({ message }) => message))].join("; "), code);
      }
    },
  };
}

function checkConditions(which: string, conditions: readonly unknown[]): void {
  if (conditions.length === 0) {
    throw new TypeError(`Cannot wait for ${which} of no conditions: give at least one`);
  }
  for (const [index, one] of conditions.entries()) toCondition(one, `conditions[${index}]`);
}
