import { describe, it } from "node:test";
import { APIClient } from "../../mod.ts";
import { connection } from "./connection.ts";
import { baseImage, skip } from "./fixture.ts";
import { ROUND_TRIPS } from "./round_trips.ts";

describe("what the Engine returns, a method takes", { skip }, () => {
  for (const [what, trip] of Object.entries(ROUND_TRIPS)) {
    it(what, async () => {
      await using client = new APIClient({ ...connection });
      await trip({ client, image: baseImage });
    });
  }
});
