//! A gateway in memory: enough of the contract to look at the window in a plain browser and to test
//! it. Streams like the real one. Never part of a release build.
import type { ApiError } from "$lib/bindings/ApiError";
import type { ChatMessage } from "$lib/bindings/ChatMessage";
import type { CommandRow } from "$lib/bindings/CommandRow";
import type { Happening } from "$lib/bindings/Happening";
import type { SearchHit } from "$lib/bindings/SearchHit";
import type { StreamItem } from "$lib/bindings/StreamItem";
import type { TurnResult } from "$lib/bindings/TurnResult";
import type { Waiting } from "$lib/bindings/Waiting";
import type { Answer, Method, Params, Platform } from "../types";
import { FakeActivity } from "./activity";
import { FakeBackups } from "./backups";
import { FakeBeats } from "./beats";
import { FakeConfigFile } from "./config-file";
import { FakeJobs } from "./jobs";
import { FakeNotes } from "./notes";
import { picture } from "./pictures";
import { rehearsed } from "./rehearsal";
import type { Scene } from "./scenes";
import { FakeTalks } from "./talks";
import { FakeTools } from "./tools";

type Handler<M extends Method> = (params: Params<M>) => Answer<M>;
type Handlers = { [M in Method]?: Handler<M> };

const NONE = { undo: null };
const COMMANDS: CommandRow[] = [
  { name: "help", aliases: ["start"], usage: "", about: "what you are reading" },
  { name: "context", aliases: [], usage: "[list|detail|json]", about: "what a message carries" },
  { name: "compact", aliases: [], usage: "[instructions|keep N]", about: "shorten this" },
  { name: "stop", aliases: [], usage: "", about: "end the answer" },
];

/** The words with their files behind them, as the gateway keeps them. */
function named(text: string, files: readonly { name: string; mime: string }[]): string {
  const lines = files.map(
    ({ name, mime }) => `[media attached: inbox/2027-03-11/${name} (${mime})]`,
  );
  return [text, lines.join("\n")].filter((part) => part !== "").join("\n\n");
}

export class FakeGateway implements Platform {
  readonly scene: Scene;
  /** Every call, for tests. */
  readonly calls: { method: Method; params: unknown; requestId: string | undefined }[] = [];
  readonly opened: string[] = [];
  readonly notes: FakeNotes;
  readonly jobs: FakeJobs;
  readonly beats: FakeBeats;
  readonly happened: FakeActivity;
  readonly talks: FakeTalks;
  readonly tools = new FakeTools();
  readonly configFile = new FakeConfigFile();
  readonly backups: FakeBackups;
  /** What was said before, by the message that stands now. */
  readonly earlier = new Map<string, ChatMessage[][]>();
  /** Set to fail the next calls of a method. */
  readonly failures = new Map<Method, ApiError>();
  #items: ((item: StreamItem) => void)[] = [];
  #epoch = "fake-1";
  #seq = 1;
  #sent = 0;
  #handlers: Handlers;

  constructor(scene: Scene) {
    this.scene = scene;
    this.beats = new FakeBeats(scene.status.now);
    this.backups = new FakeBackups(scene.status.now);
    this.notes = new FakeNotes(scene.status.now, scene.conflict === true);
    this.jobs = new FakeJobs(scene.status.now, scene.status.zone, this.#empty);
    this.happened = new FakeActivity(scene.status.now, scene.activity, this.#empty);
    this.talks = new FakeTalks(scene.status.now, scene.sessions, scene.page.messages);
    this.#handlers = this.#make();
  }

  get #empty(): boolean {
    return this.scene.page.messages.length === 0;
  }

  async rpc<M extends Method>(
    method: M,
    params: Params<M>,
    requestId?: string,
  ): Promise<Answer<M>> {
    this.calls.push({ method, params, requestId });
    await Promise.resolve();
    const failure = this.scene.failures?.[method] ?? this.failures.get(method);
    if (failure) throw failure;
    const handler = this.#handlers[method] as Handler<M> | undefined;
    if (!handler) throw { code: "unknown-method", message: method, params: {} };
    return structuredClone(handler(params));
  }

  async subscribe(_since: unknown, onItem: (item: StreamItem) => void): Promise<() => void> {
    this.#items.push(onItem);
    onItem({ kind: "ready", epoch: this.#epoch, seq: this.#seq, resync: true });
    return () => {
      this.#items = this.#items.filter((held) => held !== onItem);
    };
  }

  async openLink(url: string): Promise<void> {
    this.opened.push(url);
  }

  /** Tells every subscriber. A piece of text keeps the last seq, as the real one does. */
  tell(happening: Happening): void {
    if (happening.kind !== "turnText") this.#seq += 1;
    const event = { epoch: this.#epoch, seq: this.#seq, happening };
    for (const onItem of this.#items) onItem({ kind: "event", event });
  }

  /** As after a restart: a new epoch, everything is to be asked for again. */
  restart(): void {
    this.#epoch = `fake-${Number(this.#epoch.slice(5)) + 1}`;
    this.#seq = 1;
    for (const onItem of this.#items)
      onItem({ kind: "resync", epoch: this.#epoch, seq: this.#seq });
  }

  #make(): Handlers {
    const { scene } = this;
    const at = () => ({ epoch: this.#epoch, seq: this.#seq });
    return {
      hello: () => ({
        contract: "1.0",
        build: "fake",
        homeId: "home",
        epoch: this.#epoch,
        language: scene.status.language,
        embedded: true,
        practice: scene.status.model.practice,
        firstSteps: scene.firstSteps ?? null,
      }),
      "status.get": () => ({ ...scene.status, ...at() }),
      "update.look": () => scene.updates,
      "update.check": () => ({ newer: scene.newer ?? null }),
      "crash.get": () => ({ notice: scene.crash ?? null, reports: [] }),
      "crash.read": () => ({ text: "version: 0.1.0\nwhere: src/lane.rs:12:3" }),
      "crash.dismiss": () => {
        delete scene.crash;
        return NONE;
      },
      "context.report": () => scene.context,
      "sessions.list": ({ all }) => ({ sessions: this.talks.list(scene.sessions, all), ...at() }),
      "chat.history": ({ before }) => (before ? this.#older(before) : { ...scene.page, ...at() }),
      "chat.send": ({ text, attachments = [] }) => this.#send(named(text, attachments)),
      "chat.retry": ({ text, messageId }) => this.#retry(messageId, text),
      "command.list": () => ({ commands: COMMANDS }),
      "sessions.search": ({ query }) => ({ hits: this.#search(query) }),
      "sessions.show": ({ session, before }) => this.talks.show(session ?? "", before),
      "sessions.history": ({ key }) => this.talks.history(key ?? scene.page.sessionKey),
      "sessions.reopen": () => NONE,
      "sessions.reset": () => this.#reset(),
      "context.compactPreview": () => scene.forecast,
      "context.compact": () => scene.compacted,
      "chat.stop": () => ({ stopped: true, skipped: 0 }),
      "chat.stream": ({ turnId, offset }) => ({ turnId, offset, text: "", done: false }),
      "pairing.list": () => scene.pairings,
      "secret.list": () => scene.secrets,
      "model.list": () => ({ models: scene.models, fallbacks: scene.fallbacks }),
      "model.check": () => ({ ms: 900 }),
      "model.fallbacks": ({ ids }) => {
        scene.fallbacks = ids;
        this.tell({ kind: "changed", what: "models", reference: null });
        return NONE;
      },
      "agent.rename": ({ name }) => {
        scene.status.agentName = name;
        this.tell({ kind: "changed", what: "status", reference: null });
        return { ...NONE, heldUp: null };
      },
      "telegram.check": () => ({ name: "@wren_anna_bot" }),
      "model.local": () => ({ servers: scene.servers }),
      "config.get": ({ path = "" }) => {
        const value = scene.settings[path] ?? null;
        return { path, value, written: value !== null };
      },
      "config.validate": () => scene.fileReport,
      "config.file": () => this.configFile.read(),
      "config.fileCheck": ({ text, at }) => this.configFile.look(text, at),
      "config.fileSave": ({ text, base }) => this.configFile.save(text, base),
      "tools.list": () => ({ tools: this.tools.rows() }),
      "tools.set": ({ name, on }) => {
        this.tools.set(name, on);
        this.tell({ kind: "changed", what: "config", reference: null });
        return { undo: { id: "u1", label: name, expiresAt: 0 }, heldUp: null };
      },
      "backup.list": () => this.backups.list(),
      "backup.create": () => this.backups.make(),
      "backup.restore": ({ file }) => this.backups.restore(file),
      "workspace.picture": ({ path }) => picture(path),
      "chat.earlier": ({ messageId }) => ({ versions: this.earlier.get(messageId) ?? [] }),
      "config.set": ({ path, value }) => {
        if (path === "ui.language" && (value === "en" || value === "zh-CN")) {
          scene.status.language = value;
          this.tell({ kind: "changed", what: "status", reference: null });
        }
        if (path === "ui.shortcut") {
          scene.status.desktop.shortcut = { keys: String(value), state: scene.keys };
          this.tell({ kind: "changed", what: "status", reference: null });
        }
        const wished = /^ui\.(?:notifications\.)?(\w+)$/.exec(path)?.[1] ?? "";
        if (path !== "ui.shortcut" && wished in scene.status.desktop) {
          Object.assign(scene.status.desktop, { [wished]: value });
          this.tell({ kind: "changed", what: "status", reference: null });
        }
        return {
          undo: { id: "u1", label: `${path} → ${String(value)}`, expiresAt: 0 },
          heldUp: null,
        };
      },
      "config.unset": ({ path }) => {
        if (path === "ui.shortcut") delete scene.status.desktop.shortcut;
        this.tell({ kind: "changed", what: "status", reference: null });
        return { ...NONE, heldUp: null };
      },
      "secret.set": ({ path, origin }) => {
        scene.secrets.secrets.push({ path, keep: "keychain", origin: origin ?? null });
        this.tell({ kind: "changed", what: "secrets", reference: null });
        return NONE;
      },
      "secret.remove": () => NONE,
      "secret.adopt": () => ({ paths: [], left: [] }),
      "model.use": ({ id }) => {
        const label = scene.models.find((row) => row.id === id)?.label ?? id;
        Object.assign(scene.status.model, { id, label, practice: id === "cove/practice" });
        this.tell({ kind: "changed", what: "models", reference: null });
        return NONE;
      },
      "hold.set": () => NONE,
      "heartbeat.pause": () => ({ until: null, ...NONE }),
      "heartbeat.resume": () => NONE,
      "hold.clear": () => NONE,
      "telegram.groups": () => scene.groups,
      "telegram.group.set": ({ account, peer, topic, enabled, requireMention, everybody }) => {
        const group = scene.groups.groups.find(
          (one) => one.account === account && one.peer === peer,
        );
        const place = group?.topics.find((one) => one.topic === topic);
        if (place && enabled !== undefined) place.on = enabled;
        else if (group && enabled !== undefined) group.state = enabled ? "on" : "off";
        if (group && requireMention !== undefined) group.requireMention = requireMention;
        if (group && everybody !== undefined) group.everybody = everybody;
        this.tell({ kind: "changed", what: "config", reference: null });
        return NONE;
      },
      "telegram.group.ignore": () => NONE,
      "pairing.approve": () => NONE,
      "pairing.reject": () => NONE,
      "pairing.remove": () => NONE,
      "delivery.resend": () => NONE,
      "delivery.dismiss": () => NONE,
      "workspace.list": () => this.notes.list(),
      "workspace.read": ({ path }) => this.notes.read(path),
      "workspace.write": ({ path, text }) => this.notes.write(path, text),
      "workspace.changes": () => this.notes.changes(),
      "workspace.diff": () => this.notes.diff(),
      "workspace.revert": () => NONE,
      "cron.list": () => this.jobs.list(),
      "cron.status": () => this.jobs.now(),
      "cron.add": (params) => this.#jobs(this.jobs.add(params)),
      "cron.edit": (params) => this.#jobs(this.jobs.edit(params)),
      "cron.remove": ({ id }) => this.#jobs(this.jobs.remove(id)),
      "cron.enable": ({ id }) => this.#jobs(this.jobs.enable(id, true)),
      "cron.disable": ({ id }) => this.#jobs(this.jobs.enable(id, false)),
      "cron.resume": ({ id }) => this.#jobs(this.jobs.resume(id)),
      "cron.run": ({ id }) => ({ runId: `${id}!1` }),
      "cron.stop": () => NONE,
      "cron.dismiss": () => NONE,
      "cron.test": ({ id }) => this.#jobs(this.jobs.test(id)),
      "cron.runs": ({ id }) => this.jobs.runs(id),
      "cron.preview": (params) => this.jobs.preview(params),
      "cron.parse": (params) => this.jobs.parse(params),
      "cron.explain": ({ id }) => this.jobs.explain(id),
      "undo.run": ({ id }) => {
        this.jobs.undo();
        this.happened.undo(id);
        this.talks.undo();
        this.tell({ kind: "changed", what: "sessions", reference: null });
        this.tell({ kind: "changed", what: "activity", reference: null });
        return this.#jobs({ undo: null, text: "" });
      },
      "allowance.extend": () => NONE,
      "allowance.accept": () => NONE,
      "activity.list": (params) => ({ ...this.happened.list(params), ...at() }),
      "ledger.cost": ({ by, days }) =>
        by === "day" ? this.happened.spending(days ?? 30, scene.spending) : scene.spending,
      "logs.export": () => ({ file: "/home/anna/Downloads/cove-log-20270311-1412.txt", bytes: 9 }),
      ...this.#heartbeat(),
      ...this.#talks(),
    };
  }

  #talks(): Handlers {
    const { talks } = this;
    const changed = (label: string) => {
      this.tell({ kind: "changed", what: "sessions", reference: null });
      return { undo: { id: "u3", label, expiresAt: 0 } };
    };
    const { now } = this.scene.status;
    return {
      "sessions.save": ({ session, format }) => {
        const end = format === "jsonl" ? "jsonl" : "md";
        return { file: `/home/anna/Downloads/${session ?? "main"}.${end}`, bytes: 9 };
      },
      "sessions.delete": ({ key, sessionId }) => {
        talks.remove(key, sessionId);
        return changed("Bring the conversation back");
      },
      "sessions.archive": ({ key, archived }) => {
        talks.archive(key, archived);
        return changed("As it was before");
      },
      "health.check": () => ({ checkedAt: now, findings: talks.findings }),
      "health.fix": (params) => talks.fix(params),
      "health.fixes": () => ({ fixes: talks.fixes }),
      "health.restore": ({ id }) => {
        talks.restore(id);
        return NONE;
      },
    };
  }

  #heartbeat(): Handlers {
    const { beats } = this;
    const changed = () => {
      this.tell({ kind: "changed", what: "heartbeat", reference: null });
      return { undo: { id: "u2", label: "", expiresAt: 0 } };
    };
    return {
      "heartbeat.settings": () => beats.settings,
      "heartbeat.plan": ({ start, end, from, hours }) => beats.plan(start, end, from, hours),
      "heartbeat.quiet": () => beats.quiet(),
      "rehearse.run": ({ hours }) => rehearsed(beats, this.jobs, this.scene.status.now, hours),
      "heartbeat.estimate": ({ start, end }) => beats.estimate(start, end),
      "heartbeat.savings": () => ({
        model: "anthropic/claude-haiku-4-5",
        savings: [
          { kind: "light-context", model: null, savedPerMonth: { low: 2.9, high: 3.1 } },
          { kind: "shorter-file", model: null, savedPerMonth: { low: 0.1, high: 0.1 } },
        ],
      }),
      "heartbeat.last": () => beats.report(),
      "heartbeat.list": () => ({ beats: beats.decisions, more: false }),
      "heartbeat.preview": () => beats.preview(),
      "heartbeat.now": () => (beats.decisions[0] as (typeof beats.decisions)[0]).beat,
      "heartbeat.set": ({ on }) => {
        beats.settings = { ...beats.settings, on };
        return changed();
      },
      "heartbeat.change": (params) => {
        beats.change(params);
        return changed();
      },
    };
  }

  #jobs<A>(answer: A): A {
    this.tell({ kind: "changed", what: "jobs", reference: null });
    return answer;
  }

  #older(before: string) {
    const { page } = this.scene;
    const rows = Array.from({ length: 20 }, (_, nth) => ({
      ...(page.messages[nth % 2] as ChatMessage),
      id: `older-${before}-${nth}`,
      turnId: null,
      at: (page.messages[0]?.at ?? 0) - (20 - nth) * 3_600_000,
    }));
    return { ...page, messages: rows, older: null, running: null, waiting: [] };
  }

  #retry(messageId: string, text?: string) {
    const { messages } = this.scene.page;
    const at = messages.findIndex(({ id }) => id === messageId);
    const said = text ?? messages[at]?.text ?? "";
    if (at >= 0) messages.splice(at);
    return this.#send(said, messageId);
  }

  #search(query: string): SearchHit[] {
    const { page } = this.scene;
    return page.messages.flatMap((message) => {
      const at = message.text.toLowerCase().indexOf(query.toLowerCase());
      if (at < 0) return [];
      const found = message.text.slice(at, at + query.length);
      const [before, after] = [message.text.slice(0, at), message.text.slice(at + query.length)];
      const { sessionKey, sessionId } = page;
      const speaker = message.speaker;
      const where = { sessionKey, sessionId: sessionId ?? "", entryId: message.id, at: message.at };
      return [{ ...where, speaker, before, found, after }];
    });
  }

  #reset() {
    const { page } = this.scene;
    page.messages.length = 0;
    const previous = page.sessionId ?? "";
    page.sessionId = "s2";
    this.tell({ kind: "changed", what: "sessions", reference: page.sessionKey });
    const undo = { id: "u2", label: "Open the conversation before again", expiresAt: 0 };
    const kept = { kept: 2, unsaved: null, carried: 0, inboxId: null, undo };
    return { sessionKey: page.sessionKey, sessionId: "s2", previous, text: "", ...kept };
  }

  #send(text: string, insteadOf: string | null = null) {
    const inboxId = `desktop:${++this.#sent}`;
    const { sessionKey } = this.scene.page;
    const at = Date.now();
    const message: Waiting = { inboxId, text, at, channel: "desktop", insteadOf };
    this.tell({ kind: "messageWaiting", sessionKey, message });
    if (this.scene.answer) void this.#answer(inboxId, message, this.scene.answer);
    return { inboxId, sessionKey, waits: null };
  }

  /** Plays one turn: starts, streams word by word, ends. */
  async #answer(inboxId: string, message: Waiting, reply: string): Promise<void> {
    const { sessionKey, sessionId } = this.scene.page;
    const turnId = `inbox:${inboxId}`;
    this.tell({ kind: "turnStarted", sessionKey, turnId, inboxIds: [inboxId], at: message.at });
    let offset = 0;
    for (const text of reply.match(/\S+\s*/g) ?? []) {
      await new Promise((done) => setTimeout(done, 30));
      this.tell({ kind: "turnText", sessionKey, turnId, offset, text });
      offset += new TextEncoder().encode(text).length;
    }
    const { model } = this.scene.status;
    const result: TurnResult = {
      outcome: "done",
      reply,
      sessionKey,
      sessionId: sessionId ?? "",
      turnId,
      usage: { input: 1, output: 1, cacheRead: 0, cacheWrite: 0 } as TurnResult["usage"],
      cost: model.practice ? 0 : 20_000_000,
      model: model.id,
      practice: model.practice,
      usageLine: null,
      problem: null,
    };
    const said = {
      usage: null,
      cost: null,
      model: null,
      practice: false,
      usageLine: null,
      again: false,
      stopped: false,
      problem: null,
    };
    this.scene.page.messages.push(
      {
        ...said,
        id: `${turnId}:p`,
        turnId,
        speaker: "person",
        at: message.at,
        text: message.text,
        channel: "desktop",
        tools: [],
      },
      {
        ...said,
        id: `${turnId}:a`,
        turnId,
        speaker: "agent",
        at: message.at,
        text: reply,
        channel: null,
        tools: [],
        cost: result.cost,
        practice: result.practice,
      },
    );
    this.tell({ kind: "turnEnded", sessionKey, turnId, inboxIds: [inboxId], result });
  }
}
