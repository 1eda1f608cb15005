import { isRecord } from "../convert/checks.ts";
import { getOwn } from "../convert/own.ts";
import { misspelt } from "../text/unknown_option.ts";
import type { FieldDetails, FieldNode, Fields } from "./fields.ts";
import { ALWAYS } from "./versions.ts";

/**
 * Refuses what is misspelt in an object that is the Engine's own as a whole, such as a specification
 * that an inspection returned. What is unknown but not near to what is known passes: a newer
 * Engine may have returned it.
 *
 * @param fields What is known.
 * @param action What is attempted.
 * @param value The object.
 * @throws {TypeError} When a field's name is an option's, or differs from a known one in case or in
 * a letter or two.
 */
export function refuseMisspelt(fields: Fields, action: string, value: object): void {
  for (const name of Object.keys(value)) {
    // An option is called otherwise than the Engine's field, and would be nothing to the Engine.
    const path = getOwn(fields.declared, name)?.path;
    if (path && path !== name) {
      throw new TypeError(`${action}: unknown field "${name}"; did you mean "${path}"?`);
    }
  }
  refuseNodes(action, value, fields.nodes(), "");
}

function refuseNodes(
  action: string,
  body: object,
  nodes: ReadonlyMap<string, FieldNode>,
  before: string,
): void {
  for (const [name, value] of Object.entries(body)) {
    const path = before === "" ? name : `${before}.${name}`;
    const node = nodes.get(name);
    if (node === undefined) {
      const meant = misspelt(name, nodes.keys());
      if (meant === undefined) continue;
      throw new TypeError(`${action}: unknown field "${path}"; did you mean "${meant}"?`);
    }
    const { fields, each, values } = node.field?.details ?? ALWAYS as FieldDetails;
    if (isRecord(value)) {
      if (node.inner.size > 0) refuseNodes(action, value, node.inner, path);
      if (fields !== undefined) refuseMisspelt(fields, `${action}: ${path}`, value);
      for (const [key, item] of values === undefined ? [] : Object.entries(value)) {
        if (isRecord(item)) refuseMisspelt(values!, `${action}: ${path}.${key}`, item);
      }
    } else if (each !== undefined && Array.isArray(value)) {
      for (const item of value) {
        if (isRecord(item)) refuseMisspelt(each, `${action}: ${path}`, item);
      }
    }
  }
}
