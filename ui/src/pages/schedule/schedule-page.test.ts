import { fireEvent, screen, within } from "@testing-library/svelte";
import { afterEach, beforeAll, describe, expect, it, vi } from "vitest";
import { openWindow, violations, warm, WARMING, type OpenWindow } from "../../test/window";

vi.setConfig({ testTimeout: 60_000 });

let page: OpenWindow;
const patient = { timeout: 30_000 };

async function openSchedule(
  query = "scene=quiet",
  change?: Parameters<typeof openWindow>[1],
): Promise<void> {
  page = await openWindow(query, change);
  await fireEvent.click(screen.getByTestId("place-schedule"));
  await vi.waitFor(() => expect(screen.getByTestId("say")).toBeTruthy(), patient);
}

async function openJob(name: string): Promise<void> {
  await openSchedule();
  await fireEvent.click(await screen.findByRole("button", { name }));
  await vi.waitFor(() => expect(screen.getByTestId("next-runs")).toBeTruthy(), patient);
}

const rows = () => screen.getAllByTestId("job");
const expression = () => screen.getByTestId<HTMLInputElement>("expression");
const rhythm = () => screen.getByLabelText<HTMLSelectElement>("Rhythm");
const last = (method: string) => page.asked(method).at(-1)?.params;

beforeAll(async () => {
  await warm();
  await import("./SchedulePage.svelte");
}, WARMING);
afterEach(() => page.close());

describe("the schedule", () => {
  it("lists jobs by next run, with what became of each and what it cost", async () => {
    await openSchedule();
    await vi.waitFor(() => expect(rows()).toHaveLength(9), patient);
    const numbers = rows().find((row) => row.textContent.includes("Weekly numbers"));
    expect(numbers?.textContent).toContain("Done, not delivered");
    expect(numbers?.textContent).toContain("$0.17");
    const inbox = rows().find((row) => row.textContent.includes("Inbox sweep"));
    expect(inbox?.textContent).toContain("Quiet, nothing to say");
    expect(await violations()).toEqual([]);
  });

  it("offers once to start at login where there is a job and nobody said yet", async () => {
    await openSchedule("scene=quiet", ({ status }) => (status.desktop.startAtLogin = null));
    const offer = await screen.findByTestId("login-offer", {}, patient);
    expect(offer.textContent).toContain("Jobs run only while Cove runs.");
    expect(await violations()).toEqual([]);
    await fireEvent.click(within(offer).getByTestId("login-no"));
    await vi.waitFor(() => expect(screen.queryByTestId("login-offer")).toBeNull(), patient);
    expect(last("config.set")).toEqual({ path: "ui.startAtLogin", value: false });
  });

  it("switches a job off, removes one, and takes it back", async () => {
    await openSchedule();
    await vi.waitFor(() => expect(rows()).toHaveLength(9), patient);
    await fireEvent.click(screen.getByRole("switch", { name: "Gym bag is on" }));
    await vi.waitFor(() => expect(last("cron.disable")).toEqual({ id: "gym" }));
    await fireEvent.click(screen.getByRole("button", { name: "Remove: Gym bag" }));
    await vi.waitFor(() => expect(rows()).toHaveLength(8), patient);
    await fireEvent.click(screen.getByRole("button", { name: "Undo" }));
    await vi.waitFor(() => expect(rows()).toHaveLength(9), patient);
  });

  it("shows the jobs that are meant, and all again", async () => {
    await openSchedule();
    await vi.waitFor(() => expect(rows()).toHaveLength(9), patient);
    await fireEvent.click(screen.getByTestId("filter"));
    await fireEvent.click(await screen.findByLabelText("Something went wrong"));
    await vi.waitFor(() => expect(rows()).toHaveLength(1));
    expect(rows()[0]?.textContent).toContain("Weekly numbers");
    expect(await violations()).toEqual([]);
    await fireEvent.input(screen.getByTestId("filter-name"), { target: { value: "gym" } });
    await vi.waitFor(() => expect(screen.getByTestId("filter-none")).toBeTruthy());
    await fireEvent.click(screen.getByTestId("filter-clear"));
    await vi.waitFor(() => expect(rows()).toHaveLength(9));
  });

  it("says what an empty one is for, and what it did not understand", async () => {
    await openSchedule("scene=empty");
    await vi.waitFor(() => expect(screen.getByTestId("no-jobs")).toBeTruthy(), patient);
    expect(await violations()).toEqual([]);
    await fireEvent.input(screen.getByTestId("say"), { target: { value: "fortnightish" } });
    await fireEvent.submit(screen.getByTestId("say"));
    const said = "I did not find a time in “fortnightish”.";
    await vi.waitFor(() => expect(screen.getByText(said)).toBeTruthy(), patient);
  });

  it("says that the list could not be read", async () => {
    page = await openWindow("scene=quiet", (scene) => {
      const failure = { code: "storage", message: "The disk is full.", params: {} };
      scene.failures = { "cron.list": failure };
    });
    await fireEvent.click(screen.getByTestId("place-schedule"));
    const problem = await vi.waitFor(() => screen.getByTestId("jobs-problem"), patient);
    expect(problem.textContent).toContain("The disk is full.");
  });
});

describe("the editor", () => {
  it("makes a job of weekdays at nine in Stockholm", async () => {
    await openSchedule();
    await fireEvent.click(screen.getByTestId("new-job"));
    await vi.waitFor(() => expect(screen.getByTestId("next-runs")).toBeTruthy(), patient);
    expect(expression().value).toBe("0 9 * * 1-5");
    expect(within(screen.getByTestId("next-runs")).getAllByRole("row")).toHaveLength(11);
    await fireEvent.input(screen.getByTestId("job-text"), { target: { value: "Stand-up" } });
    expect(await violations()).toEqual([]);
    await fireEvent.click(screen.getByTestId("save-job"));
    await vi.waitFor(() => expect(rows()).toHaveLength(10), patient);
    expect(last("cron.add")).toMatchObject({
      job: { name: "Stand-up", payload: { kind: "notify", text: "Stand-up" } },
      when: { cron: "0 9 * * 1-5", tz: "Europe/Stockholm" },
    });
  });

  it("moves the parts with the expression and the expression with the parts", async () => {
    await openJob("Morning brief");
    expect(rhythm().value).toBe("weekdays");
    await fireEvent.input(expression(), { target: { value: "15 8 * * 1#1" } });
    await vi.waitFor(() => expect(rhythm().value).toBe("nth"));
    expect(screen.getByTestId<HTMLInputElement>("time").value).toBe("08:15");
    await fireEvent.input(screen.getByTestId("time"), { target: { value: "10:30" } });
    await fireEvent.blur(expression());
    await vi.waitFor(() => expect(expression().value).toBe("30 10 * * 1#1"));
    await fireEvent.input(expression(), { target: { value: "0 9 * 6 *" } });
    await vi.waitFor(() => expect(rhythm().value).toBe("custom"));
  });

  it("keeps the last valid runs beside an expression that is none, and says why", async () => {
    await openJob("Morning brief");
    await fireEvent.input(expression(), { target: { value: "0 9" } });
    await vi.waitFor(() => expect(screen.getByText(/has five fields/)).toBeTruthy(), patient);
    expect(expression().getAttribute("aria-invalid")).toBe("true");
    expect(within(screen.getByTestId("next-runs")).getAllByRole("row")).toHaveLength(11);
  });

  it("finds a zone by its city and shows both times", async () => {
    await openJob("Morning brief");
    await fireEvent.click(screen.getByTestId("zone"));
    const search = await vi.waitFor(() => screen.getByTestId("zone-search"), patient);
    await fireEvent.input(search, { target: { value: "new york" } });
    const found = await vi.waitFor(() => screen.getByRole("option", { name: /New York/ }), patient);
    expect(found.textContent).toContain("6 h behind");
    expect(await violations()).toEqual([]);
    await fireEvent.keyDown(search, { key: "Enter" });
    await vi.waitFor(
      () => expect(screen.getByRole("columnheader", { name: "Here" })).toBeTruthy(),
      patient,
    );
    expect(last("cron.preview")).toMatchObject({ tz: "America/New_York", count: 10 });
  });

  it("shows what a run will see, tries it, and tells its history", async () => {
    await openJob("New York brief");
    const runs = await vi.waitFor(() => screen.getByTestId("runs"), patient);
    await vi.waitFor(() => expect(runs.textContent).toContain("two invoices are open"), patient);
    await fireEvent.click(screen.getByTestId("see"));
    const seen = await vi.waitFor(() => screen.getByTestId("seen"), patient);
    await vi.waitFor(
      () => expect(seen.textContent).toContain("new-york.md does not exist"),
      patient,
    );
    expect(await violations()).toEqual([]);
    await fireEvent.keyDown(window, { key: "Escape" });
    await vi.waitFor(() => expect(screen.queryByTestId("seen")).toBeNull());
    await fireEvent.click(screen.getByTestId("try"));
    await vi.waitFor(() => expect(last("cron.run")).toEqual({ id: "ny", force: true }));
  });

  it("begins and ends on a day, in the zone of the job", async () => {
    await openJob("Morning brief");
    await fireEvent.click(screen.getByTestId("add-bounds"));
    const [first, end] = ["First day", "Last day"].map((name) => screen.getByLabelText(name));
    const dayOf = (at: number) =>
      new Date(at).toLocaleDateString("sv-SE", { timeZone: "Europe/Stockholm" });
    const day = (ahead: number) => dayOf(page.gateway.scene.status.now + ahead * 86_400_000);
    await fireEvent.change(first as HTMLElement, { target: { value: day(7) } });
    await fireEvent.change(end as HTMLElement, { target: { value: day(9) } });
    const shown = () => within(screen.getByTestId("next-runs")).getAllByRole("row").length - 1;
    await vi.waitFor(() => expect(shown()).toBeLessThanOrEqual(3), patient);
    expect(await violations()).toEqual([]);
    await fireEvent.click(screen.getByTestId("save-job"));
    await vi.waitFor(() => expect(page.asked("cron.edit")).toHaveLength(1), patient);
    const { cove } = (last("cron.edit") as { job: { cove: { startAt: number; endAt: number } } })
      .job;
    expect(dayOf(cove.startAt)).toBe(day(7));
    expect((cove.endAt + 1 - cove.startAt) / 3_600_000).toBe(72);
    expect(last("cron.edit")).not.toHaveProperty("when");
  });

  it("tells run and delivery apart, with the receipt, and sends again what did not arrive", async () => {
    await openJob("New York brief");
    const runs = await vi.waitFor(() => screen.getByTestId("runs"), patient);
    await vi.waitFor(() => expect(runs.textContent).toContain("Receipt 4711"), patient);
    expect(runs.textContent).toContain("Took 9.0 s. Cost $0.04.");
    await fireEvent.click(screen.getByTestId("back"));
    await vi.waitFor(() => expect(rows()).toHaveLength(9), patient);
    const numbers = rows().find((row) => row.textContent.includes("Weekly numbers"));
    await fireEvent.click(numbers?.querySelector("[data-open]") as HTMLElement);
    const [again] = await screen.findAllByText("Send again");
    expect(screen.getByTestId("runs").textContent).toContain("This chat no longer exists.");
    await fireEvent.click(again as HTMLElement);
    await vi.waitFor(() => expect(last("delivery.resend")).toEqual({ id: "run:numbers-1:0" }));
    expect(await violations()).toEqual([]);
  });

  it("sends a test to where nothing ever arrived, and says when it did", async () => {
    await openSchedule();
    const gym = page.gateway.jobs.rows.find(({ id }) => id === "gym");
    if (gym) gym.needsTest = true;
    page.gateway.tell({ kind: "changed", what: "jobs", reference: null });
    await screen.findByText("Waits for a test");
    const row = rows().find((shown) => shown.textContent.includes("Gym bag"));
    await fireEvent.click(row?.querySelector("[data-open]") as HTMLElement);
    const state = await screen.findByTestId("target-state");
    expect(state.textContent).toContain("Never reached yet");
    await fireEvent.click(screen.getByTestId("send-test"));
    await vi.waitFor(() => expect(last("cron.test")).toEqual({ id: "gym" }));
    await vi.waitFor(() =>
      expect(screen.getByTestId("target-state").textContent).toContain("Reached"),
    );
  });

  it("says at its field why nothing may be posted to an address", async () => {
    await openSchedule();
    await fireEvent.click(screen.getByTestId("new-job"));
    await fireEvent.input(screen.getByTestId("job-text"), { target: { value: "Rain?" } });
    await fireEvent.change(screen.getByRole("combobox", { name: "Where to" }), {
      target: { value: "webhook" },
    });
    const address = screen.getByLabelText<HTMLInputElement>("Web address");
    await fireEvent.input(address, { target: { value: "http://example.com/hook" } });
    await fireEvent.click(screen.getByTestId("save-job"));
    await vi.waitFor(() => expect(address.getAttribute("aria-invalid")).toBe("true"), patient);
    expect(screen.getByText(/is not encrypted · Use https/)).toBeTruthy();
    expect(screen.queryByTestId("job-problem")).toBeNull();
  });

  it("says at the schedule what is wrong with it when it is saved", async () => {
    await openJob("Morning brief");
    page.gateway.failures.set("cron.edit", {
      code: "schedule-past",
      message: "2026-01-01 09:00 is over",
      hint: "Choose a time that lies ahead.",
      params: { field: "schedule.at" },
    });
    await fireEvent.input(screen.getByTestId("job-name"), { target: { value: "Early brief" } });
    await fireEvent.click(screen.getByTestId("save-job"));
    const said = await screen.findByText(/is over. Choose a time/, {}, patient);
    expect(said.closest("#when-problem")).toBeTruthy();
    expect(expression().getAttribute("aria-invalid")).toBe("true");
    expect(screen.queryByTestId("job-problem")).toBeNull();
    expect(await violations()).toEqual([]);
  });

  it("loses nothing on the way back to the list", async () => {
    await openSchedule();
    await fireEvent.click(screen.getByTestId("new-job"));
    await fireEvent.input(screen.getByTestId("job-text"), { target: { value: "Half" } });
    await fireEvent.click(screen.getByTestId("back"));
    expect(page.asked("cron.add")).toEqual([]);
    await fireEvent.click(screen.getByTestId("new-job"));
    expect(screen.getByTestId<HTMLTextAreaElement>("job-text").value).toBe("Half");
    await fireEvent.click(screen.getByTestId("back"));
    await fireEvent.click(await screen.findByRole("button", { name: "Gym bag" }));
    await fireEvent.input(screen.getByTestId("job-text"), { target: { value: "Shoes" } });
    await fireEvent.click(screen.getByTestId("back"));
    await vi.waitFor(() => expect(rows()).toHaveLength(9), patient);
    expect(last("cron.edit")).toMatchObject({ id: "gym", job: { payload: { text: "Shoes" } } });
  });

  it("touches no schedule that nobody changed", async () => {
    await openJob("Morning brief");
    await fireEvent.input(screen.getByTestId("job-name"), { target: { value: "Early brief" } });
    await fireEvent.click(screen.getByTestId("save-job"));
    await vi.waitFor(() => expect(page.asked("cron.edit")).toHaveLength(1), patient);
    expect(last("cron.edit")).toMatchObject({ id: "morning", job: { name: "Early brief" } });
    expect(last("cron.edit")).not.toHaveProperty("when");
  });
});
