import { fireEvent, screen, within } from "@testing-library/svelte";
import { afterEach, beforeAll, describe, expect, it, vi } from "vitest";
import type { Scene } from "$lib/platform/fake/scenes";
import { openWindow as open, violations, warm, WARMING, type OpenWindow } from "$lib/test/window";

let gateway: OpenWindow["gateway"];
let asked: OpenWindow["asked"];
let close: () => void = () => undefined;
const SLOW = { timeout: 10_000 };

async function settings(part: string, query = "scene=empty", change?: (scene: Scene) => void) {
  ({ gateway, asked, close } = await open(query, change, "settings"));
  await fireEvent.click(await screen.findByTestId(`settings-${part}`, {}, SLOW));
}

beforeAll(warm, WARMING);
afterEach(() => close());

async function paste(field: HTMLElement, value: string): Promise<void> {
  await fireEvent.input(field, { target: { value } });
  await fireEvent.paste(field);
}

describe("a model", () => {
  it("is tried when a key is pasted, kept if it answers, and used on request", async () => {
    await settings("model");
    await fireEvent.click(await screen.findByTestId("provider-anthropic", {}, SLOW));
    await paste(screen.getByTestId("provider-key"), "sk-good");
    await screen.findByText("Works, answered in 0.9 s", {}, SLOW);
    expect(asked("model.check")[0]?.params).toEqual({
      id: "anthropic/claude-haiku-4-5",
      key: "sk-good",
    });
    const field = screen.getByTestId<HTMLInputElement>("provider-key");
    await vi.waitFor(() => expect(field.value, "kept, so it leaves the field").toBe(""));
    expect([asked("secret.set").length, asked("model.use").length]).toEqual([1, 0]);
    await fireEvent.click(screen.getByTestId("provider-connect"));
    await vi.waitFor(() => expect(asked("model.use")).toHaveLength(1));
    expect(asked("model.check"), "not asked twice").toHaveLength(1);
  });

  it("says at the field who refused the key, and keeps nothing", async () => {
    await settings("model");
    const message = "Anthropic did not accept this key.";
    gateway.failures.set("model.check", { code: "model-key-refused", message, params: {} });
    await fireEvent.click(await screen.findByTestId("provider-anthropic", {}, SLOW));
    const field = screen.getByTestId("provider-key");
    await paste(field, "sk-wrong");
    await screen.findByText(message, {}, SLOW);
    expect(field.getAttribute("aria-invalid")).toBe("true");
    await fireEvent.click(screen.getByTestId("provider-connect"));
    await vi.waitFor(() => expect(asked("model.check")).toHaveLength(2));
    expect(asked("secret.set")).toHaveLength(0);
    expect(await violations()).toEqual([]);
    gateway.failures.clear();
    await paste(field, "sk-good");
    await vi.waitFor(() =>
      expect(asked("secret.set")[0]?.params).toMatchObject({ value: "sk-good" }),
    );
    expect(screen.queryByText(message)).toBeNull();
  });

  it("may be connected all the same where the network failed and not the key", async () => {
    await settings("model");
    const message = "Anthropic could not be reached.";
    gateway.failures.set("model.check", { code: "model-network", message, params: {} });
    await fireEvent.click(await screen.findByTestId("provider-anthropic", {}, SLOW));
    await fireEvent.input(screen.getByTestId("provider-key"), { target: { value: "sk-2" } });
    await fireEvent.click(screen.getByTestId("provider-connect"));
    await screen.findByText("Connect anyway", {}, SLOW);
    await fireEvent.click(screen.getByTestId("provider-connect"));
    await vi.waitFor(() => expect(asked("model.use")).toHaveLength(1));
    expect(asked("secret.set")).toHaveLength(1);
  });

  it("of one's own is tried at its address", async () => {
    await settings("model");
    await fireEvent.click(await screen.findByTestId("provider-other", {}, SLOW));
    const type = (id: string, value: string) =>
      fireEvent.input(screen.getByTestId(id), { target: { value } });
    await type("other-address", "http://192.168.1.20:8000/v1");
    await type("other-name", "office");
    await type("other-model", "m1");
    await fireEvent.click(screen.getByTestId("other-connect"));
    const baseUrl = "http://192.168.1.20:8000/v1";
    await vi.waitFor(() =>
      expect(asked("model.use")[0]?.params).toEqual({ id: "office/m1", baseUrl }),
    );
    expect(asked("model.check")[0]?.params).toEqual({ id: "office/m1", baseUrl });
  });

  it("gets another one to stand in for it", async () => {
    await settings("model", "");
    const label = "Another model to ask";
    const choice = await screen.findByLabelText<HTMLSelectElement>(label, {}, SLOW);
    choice.value = "anthropic/claude-sonnet-4-5";
    await fireEvent.change(choice);
    await vi.waitFor(() =>
      expect(asked("model.fallbacks")[0]?.params).toEqual({ ids: ["anthropic/claude-sonnet-4-5"] }),
    );
    const part = screen.getByRole("region", { name: "If it cannot answer" });
    await fireEvent.click(await within(part).findByText("Remove", {}, SLOW));
    await vi.waitFor(() => expect(asked("model.fallbacks")[1]?.params).toEqual({ ids: [] }));
  });
});

describe("Telegram", () => {
  it("asks whose token it is before it keeps it, then waits for the person", async () => {
    await settings("telegram");
    await paste(await screen.findByTestId("telegram-token", {}, SLOW), "7412:AAE");
    await vi.waitFor(() => expect(asked("config.set")).toHaveLength(1));
    expect(asked("telegram.check")[0]?.params).toEqual({ token: "7412:AAE" });
    expect(asked("secret.set")[0]?.params).toEqual({
      path: "channels.telegram.botToken",
      value: "7412:AAE",
    });
    await screen.findByText("Waiting for your message", {}, SLOW);
    await fireEvent.click(screen.getByText("See what to check"));
    expect(screen.getByText(/and not with BotFather/)).toBeTruthy();
    expect(await violations()).toEqual([]);
  });

  it("says at the field that Telegram does not know the token", async () => {
    await settings("telegram");
    const message = "Telegram does not know this bot token.";
    gateway.failures.set("telegram.check", { code: "telegram-token", message, params: {} });
    await paste(await screen.findByTestId("telegram-token", {}, SLOW), "7412:WRONG");
    await screen.findByText(message, {}, SLOW);
    expect(asked("secret.set")).toHaveLength(0);
  });

  it("lets the person in who says “this is me”", async () => {
    await settings("telegram", "scene=needs");
    const request = await screen.findByTestId("this-is-me", {}, SLOW);
    expect(request.textContent).toContain("Erik Nyman");
    await fireEvent.click(within(request).getByText("This is me"));
    await vi.waitFor(() =>
      expect(asked("pairing.approve")[0]?.params).toEqual({
        channel: "telegram",
        code: "K7QM2WXD",
      }),
    );
  });
});

describe("groups", () => {
  it("are switched one by one, and say what each means", async () => {
    await settings("telegram");
    const part = await screen.findByRole("region", { name: "Groups" }, SLOW);
    expect(within(part).getByText(/never your memory/)).toBeTruthy();
    expect(within(part).getByText(/Nothing that is said there/)).toBeTruthy();
    const chat = { account: "default", peer: "-1009876543210" };
    await fireEvent.click(within(part).getByLabelText("Answers in Allotment 14"));
    await vi.waitFor(() =>
      expect(asked("telegram.group.set")[0]?.params).toEqual({ ...chat, enabled: true }),
    );
    await fireEvent.click(within(part).getByLabelText("Only when somebody calls it in Family"));
    await fireEvent.click(within(part).getByLabelText("Answers in the topic Recipes of Family"));
    const family = { account: "default", peer: "-1001234567890" };
    await vi.waitFor(() => expect(asked("telegram.group.set")).toHaveLength(3));
    expect(asked("telegram.group.set").map(({ params }) => params)).toEqual([
      { ...chat, enabled: true },
      { ...family, requireMention: false },
      { ...family, topic: "7", enabled: false },
    ]);
    expect(await violations()).toEqual([]);
  });
});

describe("the other parts", () => {
  it("set a limit where it was typed, say what is wrong, and take nothing for no limit", async () => {
    await settings("allowance");
    const day = await screen.findByTestId<HTMLInputElement>("allowance-day", {}, SLOW);
    expect(day.value).toBe("1.00");
    await fireEvent.input(day, { target: { value: "much" } });
    await fireEvent.blur(day);
    expect(screen.getByText("An amount such as 1.00, or nothing for no limit")).toBeTruthy();
    expect(asked("config.set")).toHaveLength(0);
    await fireEvent.input(day, { target: { value: "2.5" } });
    await fireEvent.blur(day);
    const month = screen.getByTestId("allowance-month");
    await fireEvent.input(month, { target: { value: "" } });
    await fireEvent.blur(month);
    await vi.waitFor(() => expect(asked("config.set")).toHaveLength(2));
    expect(asked("config.set").map(({ params }) => params)).toEqual([
      { path: "allowance.day", value: 2.5 },
      { path: "allowance.month", value: null },
    ]);
  });

  it("set when it starts fresh and how much is kept", async () => {
    await settings("fresh");
    const kept = await screen.findByTestId<HTMLInputElement>("kept-messages", {}, SLOW);
    expect(kept.value).toBe("20");
    await fireEvent.change(screen.getByLabelText("At"), { target: { value: "5" } });
    await fireEvent.input(kept, { target: { value: "30" } });
    await fireEvent.blur(kept);
    await fireEvent.click(screen.getByLabelText("After silence"));
    await vi.waitFor(() => expect(asked("config.set")).toHaveLength(3));
    expect(asked("config.set").map(({ params }) => params)).toEqual([
      { path: "session.reset.atHour", value: 5 },
      { path: "session.carryover.tailMessages", value: 30 },
      { path: "session.reset.mode", value: "idle" },
    ]);
  });

  it("make a backup and say where it lies", async () => {
    await settings("backup");
    await fireEvent.click(await screen.findByTestId("backup-make", {}, SLOW));
    await screen.findByText(/61 files/, {}, SLOW);
    const named = () => screen.getAllByText(/cove-2027-03-11.zip/);
    await vi.waitFor(() => expect(named(), "said, and in the list").toHaveLength(2));
  });

  it("show what a backup holds, and bring it back", async () => {
    await settings("backup");
    const row = (await screen.findAllByTestId("backup", {}, SLOW))[0] as HTMLElement;
    await fireEvent.click(within(row).getByTestId("backup-look"));
    expect(row.textContent).toContain("9 conversations · 21 notes · 3 jobs · settings");
    expect(row.textContent).toContain("channels.telegram.botToken has to be entered again");
    expect(await violations()).toEqual([]);
    gateway.failures.set("backup.restore", {
      code: "backup-restore-busy",
      message: "Your agent is at work, so nothing was restored.",
      params: {},
    });
    await fireEvent.click(within(row).getByTestId("backup-restore"));
    expect(await within(row).findByText(/at work/, {}, SLOW)).toBeTruthy();
    gateway.failures.clear();
    await fireEvent.click(within(row).getByTestId("backup-restore"));
    expect(await screen.findByText(/has begun anew with it/, {}, SLOW)).toBeTruthy();
    expect(screen.getByText(/before-restore-20270311/)).toBeTruthy();
    const file = "/home/anna/.cove/backups/cove-20270304-091200.zip";
    expect(asked("backup.restore").at(-1)?.params).toEqual({ file });
  });

  it("list what is no backup with the reason", async () => {
    await settings("backup");
    const rows = await screen.findAllByTestId("backup", {}, SLOW);
    expect(rows.at(-1)?.textContent).toContain("holiday.zip: This file is not a backup");
    expect(within(rows.at(-1) as HTMLElement).queryByTestId("backup-look")).toBeNull();
  });

  it("change one setting by its path, and open the first steps again", async () => {
    await settings("advanced");
    await screen.findByTestId("one-path", {}, SLOW);
    const type = (id: string, value: string) =>
      fireEvent.input(screen.getByTestId(id), { target: { value } });
    await type("one-path", "agents.defaults.maxConcurrent");
    await type("one-value", "2");
    await fireEvent.click(screen.getByTestId("one-set"));
    await vi.waitFor(() =>
      expect(asked("config.set")[0]?.params).toEqual({
        path: "agents.defaults.maxConcurrent",
        value: 2,
      }),
    );
    expect(await violations()).toEqual([]);
    await fireEvent.click(screen.getByTestId("welcome-again"));
    expect(await screen.findByTestId("welcome", {}, SLOW)).toBeTruthy();
  });

  it.each(["allowance", "fresh", "backup"])("are sound to axe: %s", async (part) => {
    await settings(part);
    expect(await violations()).toEqual([]);
  });
});

describe("tools", () => {
  it("are switches with what each can do; off is asked of the gateway", async () => {
    await settings("tools");
    const place = await screen.findByTestId("tool-cron", {}, SLOW);
    const row = within(place).getByRole("switch", { name: "Make reminders and jobs" });
    expect(row.getAttribute("aria-checked")).toBe("true");
    expect(screen.getByText("Makes, changes and runs jobs.")).toBeTruthy();
    expect(await violations()).toEqual([]);
    await fireEvent.click(row);
    await vi.waitFor(() =>
      expect(asked("tools.set")[0]?.params).toEqual({ name: "cron", on: false }),
    );
    await vi.waitFor(() =>
      expect(within(place).getByRole("switch").getAttribute("aria-checked")).toBe("false"),
    );
  });

  it("that a pattern turns off say which, and why they stay off", async () => {
    await settings("tools");
    const place = await screen.findByTestId("tool-message", {}, SLOW);
    expect(screen.getByText(/Off by “mess\*” in cove.json/)).toBeTruthy();
    const message = "mess* in the settings turns it off, and perhaps others with it.";
    gateway.failures.set("tools.set", { code: "tool-off-by-pattern", message, params: {} });
    await fireEvent.click(within(place).getByRole("switch"));
    await screen.findByText(message, {}, SLOW);
    expect(within(place).getByRole("switch").getAttribute("aria-checked")).toBe("false");
  });
});

describe("what the desktop is told", () => {
  it("is chosen by kind and by sound", async () => {
    await settings("notifications");
    const sound = await screen.findByRole("switch", { name: "With sound" }, SLOW);
    expect(screen.getAllByRole("switch")).toHaveLength(4);
    expect(await violations()).toEqual([]);
    await fireEvent.click(sound);
    await vi.waitFor(() =>
      expect(asked("config.set")[0]?.params).toEqual({
        path: "ui.notifications.sound",
        value: false,
      }),
    );
    await vi.waitFor(() => expect(sound.getAttribute("aria-checked")).toBe("false"));
  });

  it("and Cove starts at login where somebody wants it", async () => {
    await settings("start");
    const login = await screen.findByRole("switch", { name: "Start when I log in" }, SLOW);
    expect(login.getAttribute("aria-checked")).toBe("true");
    await fireEvent.click(login);
    await vi.waitFor(() =>
      expect(asked("config.set")[0]?.params).toEqual({ path: "ui.startAtLogin", value: false }),
    );
    await vi.waitFor(() => expect(login.getAttribute("aria-checked")).toBe("false"));
    expect(await violations()).toEqual([]);
  });
});

describe("the keys that open Cove from anywhere", () => {
  const keys = async () =>
    within(await screen.findByTestId("shortcut", {}, SLOW)).getByRole<HTMLSelectElement>(
      "combobox",
    );

  it("are none until some are chosen, and can be let go again", async () => {
    await settings("start");
    expect((await keys()).value).toBe("");
    await fireEvent.change(await keys(), { target: { value: "Ctrl+Alt+Space" } });
    await screen.findByText(/^Ctrl\+Alt\+Space brings/, {}, SLOW);
    expect(asked("config.set")[0]?.params).toEqual({
      path: "ui.shortcut",
      value: "Ctrl+Alt+Space",
    });
    expect(await violations()).toEqual([]);
    await fireEvent.change(await keys(), { target: { value: "" } });
    await vi.waitFor(() =>
      expect(asked("config.unset")[0]?.params).toEqual({ path: "ui.shortcut" }),
    );
  });

  it("say at the field where another program has them, or the desktop gives none", async () => {
    for (const [state, words] of [
      ["taken", /Another program has these keys/],
      ["no-way", /runs on Wayland/],
      ["unknown", /no keys Cove knows/],
    ] as const) {
      await settings("start", "scene=empty", (scene) => {
        scene.status.desktop.shortcut = { keys: "F20", state };
      });
      await screen.findByText(words, {}, SLOW);
      expect((await keys()).value, "also what the menu does not offer").toBe("F20");
      close();
    }
  });
});

describe("updates", () => {
  it("are looked for when asked, with what is new and how to install it", async () => {
    await settings("updates");
    await screen.findByText("This is version 0.1.0", {}, SLOW);
    expect(asked("update.check"), "nobody is asked by itself").toHaveLength(0);
    await fireEvent.click(screen.getByTestId("update-check"));
    await screen.findByText("Version 0.2.0 is there", {}, SLOW);
    expect(screen.getByTestId("update-notes").textContent).toContain("Faster search");
    await fireEvent.click(screen.getByTestId("update-open"));
    await screen.findByText("https://example.org/cove/0.2.0", {}, SLOW);
    expect(await violations()).toEqual([]);
  });

  it("say that this is the newest, or why nobody knows", async () => {
    await settings("updates", "scene=empty", (scene) => delete scene.newer);
    await fireEvent.click(await screen.findByTestId("update-check", {}, SLOW));
    await screen.findByText("This is the newest version.", {}, SLOW);
    const message = "Nobody answered about the newest version.";
    gateway.failures.set("update.check", { code: "update-unreachable", message, params: {} });
    await fireEvent.click(screen.getByTestId("update-check"));
    await screen.findByText(message, {}, SLOW);
  });

  it("are left to the system where that brings them", async () => {
    await settings("updates", "scene=empty", (scene) => {
      scene.updates = { current: "0.1.0", way: "package", asks: false };
    });
    await screen.findByText("Your system’s package manager updates Cove", {}, SLOW);
    expect(screen.queryByTestId("update-check")).toBeNull();
  });

  it("are said to be unknown where this build knows no place to look", async () => {
    await settings("updates", "scene=empty", (scene) => {
      scene.updates = { current: "0.1.0", way: "hand", asks: false };
    });
    await screen.findByText(/This build knows no place to look/, {}, SLOW);
    expect(screen.queryByTestId("update-check")).toBeNull();
  });
});
