import { listOf, toBoolean, toText, toTexts } from "../convert/checks.ts";
import { type Fields, fieldsOf, inBody } from "../operation/fields.ts";
import type { PluginSpec, PluginSpecPrivilege } from "../types/task_spec.ts";
import { objectOf } from "./whole.ts";

// These objects, unlike all others, are in lower case in the Engine's own JSON.
const PRIVILEGE_FIELDS: Fields<PluginSpecPrivilege> = fieldsOf<PluginSpecPrivilege>({
  name: inBody("name", toText),
  description: inBody("description", toText),
  value: inBody("value", toTexts),
});
const toPrivilege = objectOf<PluginSpecPrivilege>("{ name, description, value }", PRIVILEGE_FIELDS);

/** What the plugin that a task is takes. */
export const PLUGIN_SPEC_FIELDS: Fields<PluginSpec> = fieldsOf<PluginSpec>({
  name: inBody("name", toText),
  remote: inBody("remote", toText),
  disabled: inBody("disabled", toBoolean),
  privileges: inBody("privileges", listOf(toPrivilege)),
  env: inBody("env", toTexts),
});

/** Reads the plugin that a task is. */
export const toPluginSpec: (value: unknown, argument: string) => PluginSpec = objectOf<PluginSpec>(
  "{ name, remote, disabled, privileges, env }",
  PLUGIN_SPEC_FIELDS,
);
