import { fireEvent, screen } from "@testing-library/svelte";
import { afterEach, beforeAll, expect, it, vi } from "vitest";
import { EditorView } from "@codemirror/view";
import { openWindow as open, violations, warm, WARMING, type OpenWindow } from "$lib/test/window";

let gateway: OpenWindow["gateway"];
let asked: OpenWindow["asked"];
let close: () => void = () => undefined;
const SLOW = { timeout: 10_000 };

beforeAll(warm, WARMING);
afterEach(() => close());

async function advanced(): Promise<EditorView> {
  ({ gateway, asked, close } = await open("scene=empty", undefined, "settings"));
  await fireEvent.click(await screen.findByTestId("settings-advanced", {}, SLOW));
  const host = await screen.findByTestId("file-editor", {}, SLOW);
  return vi.waitFor(() => {
    const content = host.shadowRoot?.querySelector<HTMLElement>(".cm-content");
    const view = content ? EditorView.findFromDOM(content) : null;
    expect(view).toBeTruthy();
    return view as EditorView;
  }, SLOW);
}

function put(view: EditorView, what: string, by: string): void {
  const from = view.state.doc.toString().indexOf(what);
  view.dispatch({
    changes: { from, to: from + what.length, insert: by },
    selection: { anchor: from + 1 },
  });
}

it("shows the file without its secrets, and saves what was written over what it began with", async () => {
  const view = await advanced();
  expect(view.state.doc.toString()).toContain("${kept:channels.telegram.botToken}");
  expect(screen.getByTestId<HTMLButtonElement>("file-save").disabled).toBe(true);
  put(view, '"theme": "system"', '"theme": "dark"');
  await vi.waitFor(() =>
    expect(screen.getByTestId<HTMLButtonElement>("file-save").disabled).toBe(false),
  );
  await fireEvent.click(screen.getByTestId("file-save"));
  await screen.findByText("Put the settings file back", {}, SLOW);
  expect(gateway.configFile.text).toContain('"theme": "dark"');
  expect(await violations()).toEqual([]);
});

it("names mistakes at their lines, saves nothing with one, and helps at the cursor", async () => {
  const view = await advanced();
  put(view, '"theme": "system"', '"theme": "red"');
  expect(await screen.findByText(/"red" is not one of system/, {}, SLOW)).toBeTruthy();
  expect(screen.getByTestId("file-remarks").textContent).toContain("Line 14");
  expect(screen.getByTestId("file-help").textContent).toContain("ui.theme");
  await fireEvent.click(screen.getByTestId("file-save"));
  expect(asked("config.fileSave")).toHaveLength(0);
  await fireEvent.click(screen.getByTestId("file-discard"));
  await vi.waitFor(() => expect(view.state.doc.toString()).toContain('"theme": "system"'));
});

it("keeps both where the file changed meanwhile, until one is chosen", async () => {
  const view = await advanced();
  put(view, '"theme": "system"', '"theme": "dark"');
  gateway.configFile.text = '{ "ui": { "theme": "light" } }\n';
  gateway.tell({ kind: "changed", what: "config", reference: null });
  const banner = await screen.findByTestId("file-other", {}, SLOW);
  expect(banner.textContent).toContain('"theme": "light"');
  expect(view.state.doc.toString()).toContain('"theme": "dark"');
  expect(await violations()).toEqual([]);
  await fireEvent.click(screen.getByTestId("file-mine"));
  await vi.waitFor(() => expect(gateway.configFile.text).toContain('"theme": "dark"'));
  expect(screen.queryByTestId("file-other")).toBeNull();
});

it("takes in what somebody else saved where nothing was written here", async () => {
  const view = await advanced();
  gateway.configFile.text = '{ "ui": { "theme": "light" } }\n';
  gateway.tell({ kind: "changed", what: "config", reference: null });
  await vi.waitFor(() => expect(view.state.doc.toString()).toContain('"theme": "light"'));
  expect(screen.queryByTestId("file-other")).toBeNull();
});

it("moves a secret of the file to the keychain with one press", async () => {
  await advanced();
  await fireEvent.click(await screen.findByTestId("file-adopt", {}, SLOW));
  await vi.waitFor(() => expect(asked("secret.adopt")).toHaveLength(1));
});
