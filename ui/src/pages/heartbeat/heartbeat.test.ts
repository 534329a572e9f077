import { fireEvent, screen, within } from "@testing-library/svelte";
import { afterEach, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { openWindow, violations, warm, WARMING, type OpenWindow } from "$lib/test/window";

let opened: OpenWindow;

async function openHeartbeat(query = "scene=quiet"): Promise<void> {
  opened = await openWindow(query, undefined, "heartbeat");
  await vi.waitFor(() => expect(screen.getByTestId("calls-day").textContent).toBe("32"), 20_000);
}

const changes = () => opened.asked("heartbeat.change").map(({ params }) => params);
const slider = (edge: "from" | "until") => screen.getByTestId(`quiet-${edge}`);
const switchOf = (name: string) => screen.getByRole("switch", { name });

beforeAll(async () => {
  await warm();
  await import("./HeartbeatPage.svelte");
}, WARMING);
beforeEach(() => localStorage.clear());
afterEach(() => {
  vi.useRealTimers();
  opened.close();
});

describe("quiet hours", () => {
  it("are moved by keys, and ticks and costs follow before they are kept", async () => {
    await openHeartbeat();
    const from = slider("from");
    expect(from.getAttribute("aria-valuetext")).toBe("23:00");
    vi.useFakeTimers({ shouldAdvanceTime: true });
    for (const key of ["PageDown", "ArrowLeft", "ArrowLeft"])
      await fireEvent.keyDown(from, { key });
    expect(from.getAttribute("aria-valuetext")).toBe("21:30");
    await vi.waitFor(() => expect(screen.getByTestId("calls-day").textContent).toBe("29"));
    expect(screen.getByTestId("cost-day").textContent).toBe("$0.22–0.26");
    expect(changes()).toEqual([]);
    await vi.advanceTimersByTimeAsync(600);
    await vi.waitFor(() => expect(changes()).toEqual([{ start: "07:00", end: "21:30" }]));
    await vi.waitFor(() =>
      expect(screen.getByTestId("dial-spoken").textContent).toBe(
        "Quiet from 21:30, for 9.5 hours. 29 check-ins a day, $0.22–0.26 a day.",
      ),
    );
  });

  it("are typed, and what is no time is left", async () => {
    await openHeartbeat();
    const until = screen.getByTestId("quiet-until-field");
    await fireEvent.input(until, { target: { value: "late" } });
    expect(until.getAttribute("aria-invalid")).toBe("true");
    await fireEvent.blur(until);
    expect((until as HTMLInputElement).value).toBe("07:00");
    await fireEvent.input(until, { target: { value: "9:30" } });
    await fireEvent.keyDown(until, { key: "Enter" });
    await vi.waitFor(() => expect(changes()).toEqual([{ start: "09:30", end: "23:00" }]));
    expect(slider("until").getAttribute("aria-valuetext")).toBe("09:30");
  });

  it("are switched off and on again", async () => {
    await openHeartbeat();
    await fireEvent.click(switchOf("Quiet hours"));
    await vi.waitFor(() => expect(changes()).toEqual([{ start: "00:00", end: "24:00" }]));
    await vi.waitFor(() => expect(screen.queryByTestId("quiet-from")).toBeNull());
    await fireEvent.click(switchOf("Quiet hours"));
    await vi.waitFor(() => expect(slider("from").getAttribute("aria-valuetext")).toBe("23:00"));
  });

  it("go back to what is set where the gateway refuses them", async () => {
    await openHeartbeat();
    const message = "The hours begin and end at 07:00.";
    opened.gateway.failures.set("heartbeat.change", { code: "x", message, params: {} });
    const from = screen.getByTestId("quiet-from-field");
    await fireEvent.input(from, { target: { value: "20:00" } });
    await fireEvent.blur(from);
    await vi.waitFor(() => expect(screen.getByText(message)).toBeTruthy());
    await vi.waitFor(() => expect(slider("from").getAttribute("aria-valuetext")).toBe("23:00"));
  });
});

describe("the heartbeat", () => {
  it("is switched off, and then costs nothing and shows no tick", async () => {
    await openHeartbeat();
    await fireEvent.click(switchOf("Check-ins"));
    await vi.waitFor(() => expect(opened.asked("heartbeat.set")[0]?.params).toEqual({ on: false }));
    await vi.waitFor(() => expect(screen.getByTestId("cost-day").textContent).toBe("$0.00"));
    const row = document.querySelector("tr[aria-current=true]");
    expect(row?.textContent).toContain("Off");
  });

  it("leaves days out, but never the last one", async () => {
    await openHeartbeat();
    for (const day of ["sat", "sun", "mon", "tue", "wed", "thu"]) {
      await fireEvent.click(screen.getByTestId(`day-${day}`));
      await vi.waitFor(() =>
        expect(screen.getByTestId(`day-${day}`).getAttribute("aria-pressed")).toBe("false"),
      );
    }
    const last = screen.getByTestId("day-fri");
    expect(last.getAttribute("aria-disabled")).toBe("true");
    await fireEvent.click(last);
    expect(changes()).toHaveLength(6);
  });

  it("tries a saving at one press", async () => {
    await openHeartbeat();
    const saving = await screen.findByTestId("saving-light-context");
    await fireEvent.click(within(saving).getByRole("button", { name: "Try it" }));
    await vi.waitFor(() => expect(changes()).toEqual([{ lightContext: true }]));
  });

  it("says what a check-in would be before one is made", async () => {
    await openHeartbeat();
    await fireEvent.click(screen.getByTestId("beat-now"));
    const dry = await screen.findByTestId("dry-run");
    await vi.waitFor(() => expect(dry.textContent).toContain("It would cost $0.008–0.009"));
    expect(opened.asked("heartbeat.now")).toHaveLength(0);
    await fireEvent.click(within(dry).getByTestId("beat-go"));
    await vi.waitFor(() => expect(dry.textContent).toContain("Checked, nothing to report."));
    expect(opened.asked("heartbeat.now")).toHaveLength(1);
  });

  it("is paused for a while", async () => {
    await openHeartbeat();
    await fireEvent.click(screen.getByTestId("pause"));
    await fireEvent.click(await screen.findByTestId("pause-tomorrow"));
    await vi.waitFor(() =>
      expect(opened.asked("heartbeat.pause").map(({ params }) => params)).toEqual([
        { agentId: "main", until: "tomorrow" },
      ]),
    );
  });

  it("keeps quiet on a day of each year, until that is taken out", async () => {
    await openHeartbeat();
    await fireEvent.click(screen.getByTestId("quiet-day-add"));
    const add = await screen.findByTestId("quiet-day-go");
    expect((add as HTMLButtonElement).disabled).toBe(true);
    await fireEvent.input(screen.getByTestId("quiet-day-first"), {
      target: { value: "2026-12-25" },
    });
    await fireEvent.click(screen.getByTestId("quiet-day-yearly"));
    await fireEvent.click(add);
    await vi.waitFor(() => expect(changes()).toEqual([{ quietDays: ["12-25"] }]));
    const day = await screen.findByTestId("quiet-day");
    expect(day.textContent).toContain("December 25, each year");
    await fireEvent.click(within(day).getByRole("button"));
    await vi.waitFor(() => expect(screen.queryByTestId("quiet-day")).toBeNull());
    expect(changes()[1]).toEqual({ quietDays: [] });
  });

  it("says what became of each", async () => {
    await openHeartbeat();
    const rows = screen.getAllByTestId("decision").map((row) => row.textContent);
    expect(rows[1]).toContain("Wrote to you: “Parcel from Norrland Ved arrives on Friday.”");
    expect(rows[3]).toContain("Did not check. The computer was asleep.");
  });
});

describe("what it looks at", () => {
  const written = () => opened.gateway.notes.texts.get("HEARTBEAT.md") ?? "";

  it("is ticked, added to and removed from as a list", async () => {
    await openHeartbeat();
    const item = (await screen.findAllByTestId("list-item"))[0] as HTMLElement;
    await fireEvent.click(within(item).getByRole("checkbox"));
    const add = screen.getByTestId("list-add");
    await fireEvent.input(add, { target: { value: "Look for mail" } });
    await fireEvent.keyDown(add, { key: "Enter" });
    await vi.waitFor(() => expect(written()).toContain("- [x] Is anything on TODO.md due today?"));
    await vi.waitFor(() => expect(written()).toContain("- [ ] Look for mail\n"));
    await fireEvent.click(screen.getByRole("button", { name: "Remove “Look for mail”" }));
    await vi.waitFor(() => expect(written()).not.toContain("Look for mail"));
  });

  it("is written as text, and says what waits to be handed over", async () => {
    await openHeartbeat();
    expect(screen.getByTestId("waiting").textContent).toContain("“Call the dentist”");
    await fireEvent.click(screen.getByLabelText("Text"));
    const text = await screen.findByTestId("list-text");
    await fireEvent.input(text, { target: { value: "- Parcel\n" } });
    await fireEvent.blur(text);
    await vi.waitFor(() => expect(written()).toBe("- Parcel\n"));
  });
});

it.each(["scene=quiet", "scene=quiet&lang=zh-CN"])("is sound to axe in “%s”", async (query) => {
  await openHeartbeat(query);
  expect(await violations()).toEqual([]);
});
