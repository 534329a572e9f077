import { fireEvent, screen } from "@testing-library/svelte";
import { afterEach, beforeAll, describe, expect, it, vi } from "vitest";
import { openWindow as open, violations, warm, WARMING, type OpenWindow } from "$lib/test/window";

let gateway: OpenWindow["gateway"];
let asked: OpenWindow["asked"];
let close: () => void = () => undefined;
const SLOW = { timeout: 10_000 };

async function welcome(query = ""): Promise<void> {
  ({ gateway, asked, close } = await open(`scene=welcome&${query}`, undefined, null));
}

beforeAll(warm, WARMING);
afterEach(() => close());

const step = () => screen.getByTestId("welcome").dataset["step"];
const marks = () => asked("config.set").map(({ params }) => (params as { value: unknown }).value);

describe("the welcome", () => {
  it("begins where the home says, and a home that is set up has none", async () => {
    await welcome("step=telegram");
    expect(step()).toBe("telegram");
    close();
    ({ asked, close } = await open(""));
    expect(screen.queryByTestId("welcome")).toBeNull();
  });

  it("goes on with the practice agent, and remembers how far it is", async () => {
    await welcome();
    expect(screen.queryByTestId("welcome-continue"), "nothing to go on with").toBeNull();
    await fireEvent.click(await screen.findByTestId("welcome-practice", {}, SLOW));
    expect(step()).toBe("you");
    await fireEvent.click(screen.getByTestId("welcome-skip"));
    expect(step()).toBe("telegram");
    await fireEvent.click(screen.getByText("Back"));
    expect(step()).toBe("you");
    await fireEvent.click(screen.getByTestId("welcome-telegram"));
    await fireEvent.click(screen.getByTestId("welcome-skip"));
    await vi.waitFor(() => expect(screen.queryByTestId("welcome")).toBeNull());
    expect(marks()).toEqual(["you", "telegram", "you", "telegram", "done"]);
    await vi.waitFor(() => expect(screen.getByTestId("composer")).toBeTruthy(), SLOW);
  });

  it("goes on with a model once it is connected", async () => {
    await welcome();
    await fireEvent.click(await screen.findByTestId("provider-anthropic", {}, SLOW));
    const field = screen.getByTestId("provider-key");
    await fireEvent.input(field, { target: { value: "sk-good" } });
    await fireEvent.click(screen.getByTestId("provider-connect"));
    const said = await screen.findByTestId("welcome-connected", {}, SLOW);
    expect(said.textContent).toContain("Claude Haiku 4.5 answers now");
    await fireEvent.click(screen.getByTestId("welcome-continue"));
    expect(step()).toBe("you");
  });

  it("keeps names, manner, hours and allowance, each in its own place", async () => {
    await welcome("step=you");
    const type = (id: string, value: string) =>
      fireEvent.input(screen.getByTestId(id), { target: { value } });
    await screen.findByTestId("agent-name", {}, SLOW);
    await type("agent-name", "Wren");
    await type("person-name", "Anna L.");
    await type("allowance-day", "2,50");
    await fireEvent.click(screen.getByLabelText("Formal"));
    const from = screen.getByTestId("quiet-from");
    await fireEvent.input(from, { target: { value: "22:00" } });
    await fireEvent.blur(from);
    expect(screen.getByText(/Hello Anna L., I am Wren/)).toBeTruthy();
    await fireEvent.click(screen.getByTestId("welcome-continue"));
    await vi.waitFor(() => expect(step()).toBe("telegram"));
    expect(asked("agent.rename")[0]?.params).toEqual({ name: "Wren" });
    expect(gateway.notes.texts.get("IDENTITY.md")).toContain("- Name: Wren");
    expect(gateway.notes.texts.get("USER.md")).toContain("- How to address them: Anna L.");
    expect(gateway.notes.texts.get("SOUL.md")).toContain("- How you answer: formally");
    expect(asked("heartbeat.change")[0]?.params).toEqual({ start: "07:00", end: "22:00" });
    const day = asked("config.set").find(
      ({ params }) => (params as { path: string }).path === "allowance.day",
    );
    expect(day?.params).toEqual({ path: "allowance.day", value: 2.5 });
  });

  it("stays where an answer is wrong or could not be kept, and says so", async () => {
    await welcome("step=you");
    const allowance = await screen.findByTestId("allowance-day", {}, SLOW);
    await fireEvent.input(allowance, { target: { value: "much" } });
    await fireEvent.click(screen.getByTestId("welcome-continue"));
    expect(screen.getByText("An amount such as 1.00")).toBeTruthy();
    expect(step()).toBe("you");
    await fireEvent.input(allowance, { target: { value: "1" } });
    await fireEvent.input(screen.getByTestId("agent-name"), { target: { value: "Wren" } });
    const message = "The disk is full.";
    gateway.failures.set("agent.rename", { code: "storage-full", message, params: {} });
    await fireEvent.click(screen.getByTestId("welcome-continue"));
    await screen.findByText(message, {}, SLOW);
    expect(step()).toBe("you");
  });

  it("changes nothing that was not changed", async () => {
    await welcome("step=you");
    await screen.findByTestId("agent-name", {}, SLOW);
    await fireEvent.click(screen.getByTestId("welcome-continue"));
    await vi.waitFor(() => expect(step()).toBe("telegram"));
    expect(marks()).toEqual(["telegram"]);
    for (const method of ["agent.rename", "workspace.write", "heartbeat.change", "heartbeat.set"])
      expect(asked(method), method).toHaveLength(0);
  });

  it.each(["model", "you", "telegram"])("is sound to axe at “%s”", async (at) => {
    await welcome(`step=${at}`);
    await vi.waitFor(() => expect(screen.getByRole("heading", { level: 1 })).toBeTruthy(), SLOW);
    if (at === "you") await screen.findByTestId("agent-name", {}, SLOW);
    expect(await violations()).toEqual([]);
  });
});
