import { afterEach, describe, expect, it, vi } from "vitest";
import type { JobRow } from "$lib/bindings/JobRow";
import { connection } from "./connection.svelte";
import { week } from "./week.svelte";

const SUNDAY = Date.parse("2026-11-22T00:00:00Z");

function row(cove: Record<string, unknown>): JobRow {
  const schedule = { kind: "cron", expr: "0 9 * * *" };
  const shown = { id: "j", name: "Tea", kind: "notify", enabled: true, canRun: true, zone: "UTC" };
  return { ...shown, definition: { schedule, cove } } as unknown as JobRow;
}

afterEach(() => vi.restoreAllMocks());

describe("the runs of a week", () => {
  it("asks for those between a job's first and last day", async () => {
    const rpc = vi.spyOn(connection, "rpc").mockResolvedValue({ runs: [] } as never);
    await week.show([row({ startAt: SUNDAY, endAt: SUNDAY + 60_000 })], SUNDAY);
    expect(rpc.mock.calls[0]).toMatchObject([
      "cron.preview",
      { cron: "0 9 * * *", startAt: "2026-11-22T00:00:00.000Z", endAt: "2026-11-22T00:01:00.000Z" },
    ]);
    await week.show([row({})], SUNDAY);
    expect(Object.keys(rpc.mock.calls[1]?.[1] ?? {})).not.toContain("startAt");
  });
});
