//! A stretch of time played on a fast clock.

/** Time of the stretch that passes in one of ours. */
export const SPEEDS = { minute: 60, minutes: 600, hour: 3_600 } as const;
export type Speed = keyof typeof SPEEDS;

/** How often the clock moves, ms. */
const STEP = 100;

export class Playback {
  /** Where it stands, ms. */
  at = $state(0);
  playing = $state(false);
  speed = $state<Speed>("hour");
  #from = 0;
  #until = 0;

  /** Another stretch, from its beginning. */
  load(from: number, until: number): void {
    this.#from = from;
    this.#until = until;
    this.restart();
  }

  get ended(): boolean {
    return this.at >= this.#until;
  }

  restart(): void {
    this.at = this.#from;
    this.playing = true;
  }

  /** To the end at once. */
  end(): void {
    this.at = this.#until;
    this.playing = false;
  }

  toggle(): void {
    if (this.ended) this.restart();
    else this.playing = !this.playing;
  }

  /** So much of our time passed, ms. */
  tick(passed: number): void {
    if (!this.playing) return;
    this.at = Math.min(this.#until, this.at + passed * SPEEDS[this.speed]);
    if (this.ended) this.playing = false;
  }

  /** Plays until the answer is called. */
  run(): () => void {
    const timer = setInterval(() => this.tick(STEP), STEP);
    return () => clearInterval(timer);
  }
}
